#include "server/programs_page.h"

#include "connection/model_list.h"
#include "connection/server_connection.h"
#include "widgets/icons.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace {

QToolButton *copyButton(const QString &objectName, const QString &name)
{
    auto *button = new QToolButton;
    button->setObjectName(objectName);
    button->setText(ProgramsPage::tr("Copy"));
    button->setIcon(namedIcon(u"edit-copy"_s));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAccessibleName(name);
    return button;
}

/// As high as its text.
void fitHeight(QPlainTextEdit &edit)
{
    const int lines = edit.document()->blockCount();
    const int margins = edit.contentsMargins().top() + edit.contentsMargins().bottom()
        + static_cast<int>(2 * edit.document()->documentMargin()) + 2 * edit.frameWidth();
    // One line more: that of the scroll bar, when a line is long.
    edit.setFixedHeight((lines + 1) * edit.fontMetrics().lineSpacing() + margins);
}

} // namespace

ProgramsPage::ProgramsPage(ServerConnection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_address(new QLineEdit)
    , m_model(new QComboBox)
    , m_hint(new QLabel)
{
    m_address->setObjectName(u"baseUrl"_s);
    m_address->setAccessibleName(tr("Base URL"));
    m_address->setReadOnly(true);
    m_model->setObjectName(u"snippetModel"_s);
    m_model->setAccessibleName(tr("Model"));
    m_hint->setObjectName(u"snippetHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    QToolButton *const copyAddress = copyButton(u"copyBaseUrl"_s, tr("Copy the base URL"));

    auto *address = new QHBoxLayout;
    address->addWidget(m_address, 1);
    address->addWidget(copyAddress);
    auto *form = new QFormLayout;
    form->addRow(tr("&Base URL:"), address);
    form->addRow(tr("&Model:"), m_model);
    if (auto *label = qobject_cast<QLabel *>(form->labelForField(address)))
        label->setBuddy(m_address);

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->addLayout(form);
    column->addWidget(m_hint);
    for (const Snippet &snippet : snippetsFor(subject()))
        column->addWidget(makeSnippet(snippet));
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    connect(copyAddress, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_address->text()); });
    connect(m_model, &QComboBox::currentIndexChanged, this, &ProgramsPage::showTexts);
    connect(&connection, &ServerConnection::serverChanged, this, &ProgramsPage::showTexts);
    connect(&connection.models(), &ModelList::listed, this, &ProgramsPage::showModels);
    showModels();
}

QWidget *ProgramsPage::makeSnippet(const Snippet &snippet)
{
    auto *text = new QPlainTextEdit;
    text->setObjectName(QString(u"snippet-"_s + snippet.id));
    text->setAccessibleName(snippet.title);
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setLayoutDirection(Qt::LeftToRight); // code is, in every language
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_texts += text;
    QToolButton *const copy = copyButton(QString(u"copy-"_s + snippet.id), tr("Copy: %1").arg(snippet.title));
    connect(copy, &QToolButton::clicked, text, [text] { QApplication::clipboard()->setText(text->toPlainText()); });

    auto *group = new QGroupBox(snippet.title);
    auto *row = new QHBoxLayout(group);
    row->addWidget(text, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    return group;
}

SnippetSubject ProgramsPage::subject() const
{
    const ServerEntry &server = m_connection.server();
    return {server.url, m_model->count() == 0 ? tr("MODEL") : m_model->currentText(), server.caFile,
            !server.apiKey.isEmpty()};
}

void ProgramsPage::showModels()
{
    const QString chosen = m_model->currentText();
    const QSignalBlocker quiet(m_model);
    m_model->clear();
    for (const ModelDetails &model : m_connection.models().models()) {
        if (model.state != "not_served"_L1 && model.state != "damaged"_L1 && model.state != "deleting"_L1)
            m_model->addItem(model.id);
    }
    m_model->setCurrentIndex(std::max(0, m_model->findText(chosen)));
    m_model->setEnabled(m_model->count() > 0);
    showTexts();
}

void ProgramsPage::showTexts()
{
    const SnippetSubject current = subject();
    const bool hasAddress = !current.server.isEmpty();
    m_address->setText(hasAddress ? QString(current.server.toString() + u"/v1"_s) : QString());
    if (m_model->count() == 0)
        m_hint->setText(tr("There is no model yet. Download one, and its name is filled in here."));
    else if (current.needsKey)
        m_hint->setText(tr("The server wants a key. Keep it in the variable SHIMMYD_API_KEY."));
    m_hint->setVisible(m_model->count() == 0 || current.needsKey);
    const QList<Snippet> snippets = snippetsFor(current);
    for (int i = 0; i < m_texts.size(); ++i) {
        m_texts[i]->setPlainText(hasAddress ? snippets[i].text : QString());
        fitHeight(*m_texts[i]);
    }
}
