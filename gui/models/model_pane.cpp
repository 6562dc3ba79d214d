#include "models/model_pane.h"

#include "widgets/amounts.h"
#include "widgets/elided_label.h"
#include "widgets/literal_text.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

ModelPane::ModelPane(QWidget *parent)
    : QScrollArea(parent)
    , m_page(new QWidget(this))
    , m_facts(new QWidget(m_page))
    , m_nothing(new QLabel(m_page))
    , m_title(new ElidedLabel(m_facts))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // its parts take it
    setAccessibleName(tr("Details of the selected model"));
    setWidget(m_page);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_title->setObjectName(u"modelTitle"_s);
    m_title->setAccessibleDescription(tr("Model"));
    QFont font = m_title->font();
    font.setBold(true);
    m_title->setFont(font);

    auto *facts = new QGridLayout(m_facts);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setHorizontalSpacing(fontMetrics().averageCharWidth() * 3);
    facts->addWidget(m_title, 0, 0, 1, 2);
    auto *model = new QFormLayout;
    auto *manifest = new QFormLayout;
    for (QFormLayout *form : {model, manifest}) {
        form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
        form->setHorizontalSpacing(fontMetrics().averageCharWidth());
    }
    facts->addLayout(model, 1, 0);
    facts->addLayout(manifest, 1, 1);
    facts->setColumnStretch(0, 1);
    facts->setColumnStretch(1, 1);
    m_content = addRow(*model, u"modelContent"_s, tr("Content:"));
    m_memory = addRow(*model, u"modelMemory"_s, tr("Memory:"));
    m_template = addRow(*model, u"modelTemplate"_s, tr("Chat template:"));
    m_origin = addRow(*model, u"modelOrigin"_s, tr("Origin:"));
    m_added = addRow(*model, u"modelAdded"_s, tr("Added:"));
    m_repo = addRow(*manifest, u"modelRepo"_s, tr("Repo:"));
    m_commit = addRow(*manifest, u"modelCommit"_s, tr("Commit:"));
    m_sha256 = addRow(*manifest, u"modelSha256"_s, tr("SHA-256:"));
    m_path = addRow(*manifest, u"modelPath"_s, tr("File on the server:"));
    auto *layout = new QVBoxLayout(m_page);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(m_facts);
    layout->addStretch();
    clear({});
}

ElidedLabel *ModelPane::addRow(QFormLayout &form, const QString &name, const QString &title)
{
    auto *value = new ElidedLabel(m_facts);
    value->setObjectName(name);
    value->setAccessibleDescription(QString(title).remove(u':'));
    form.addRow(title, value);
    return value;
}

QString ModelPane::memoryText(const ModelDetails &model)
{
    const QString needed = bytesText(model.neededMemory);
    const QString available = bytesText(model.availableMemory);
    return model.fits ? tr("%1 of %2: it fits").arg(needed, available)
                      : tr("%1 of %2: it does not fit").arg(needed, available);
}

QString ModelPane::originText(const ModelDetails &model)
{
    if (model.origin == "pull"_L1)
        return tr("Pulled from the Hub");
    if (model.origin == "import"_L1)
        return model.importedFrom.isEmpty() ? tr("Imported") : tr("Imported from %1").arg(pathText(model.importedFrom));
    return tr("Found in the models folder");
}

QString ModelPane::contentText(const ModelDetails &model)
{
    QStringList parts;
    if (model.parameters > 0)
        parts += tr("%1 parameters").arg(countText(model.parameters));
    if (model.bitsPerWeight > 0)
        parts += tr("%1 bits per weight").arg(QLocale().toString(model.bitsPerWeight, 'f', 1));
    return QLocale().createSeparatedList(parts);
}

void ModelPane::showModel(const ModelDetails &model)
{
    m_nothing->hide();
    m_facts->show();
    m_title->setText(model.name.isEmpty() || model.name == model.id ? model.id
                                                                    : tr("%1 (%2)").arg(model.id, model.name));
    m_content->setText(contentText(model));
    m_memory->setText(memoryText(model));
    m_template->setText(model.hasChatTemplate ? tr("In the file") : tr("None in the file"));
    m_origin->setText(originText(model));
    m_added->setText(QLocale().toString(model.addedAt.toLocalTime(), QLocale::ShortFormat));
    m_repo->setText(model.repo.isEmpty() ? tr("none") : model.repo);
    m_commit->setText(model.commit.isEmpty() ? tr("none") : tr("%1 (%2)").arg(model.commit, model.revision));
    m_sha256->setText(model.sha256.isEmpty() ? tr("not known; a verification finds it") : model.sha256);
    m_path->setText(pathText(model.path));
}

void ModelPane::clear(const QString &reason)
{
    m_facts->hide();
    m_nothing->show();
    m_nothing->setText(reason);
}
