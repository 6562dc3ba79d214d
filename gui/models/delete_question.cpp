#include "models/delete_question.h"

#include "widgets/amounts.h"
#include "widgets/literal_text.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

DeleteQuestion::DeleteQuestion(const ModelDetails &model, QWidget *parent)
    : QMessageBox(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"deleteQuestion"_s);
    setIcon(QMessageBox::Question);
    setWindowTitle(tr("Delete a model"));
    setTextFormat(Qt::PlainText);
    setText(tr("Delete %1?").arg(model.id));
    const QString freed = tr("%1 are freed on the server.").arg(bytesText(model.bytes));
    // Its label takes what looks like HTML for it, whatever the format of the text is.
    setInformativeText(literalText(model.repo.isEmpty()
                                       ? tr("%1 It did not come from the Hub and cannot be pulled again.").arg(freed)
                                       : tr("%1 It can be pulled again from %2.").arg(freed, model.repo)));
    QPushButton *const yes = addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    yes->setObjectName(u"confirmDelete"_s);
    QPushButton *const no = addButton(tr("&Keep"), QMessageBox::RejectRole);
    setDefaultButton(no);
    setEscapeButton(no);
    connect(yes, &QPushButton::clicked, this, &DeleteQuestion::confirmed);
}
