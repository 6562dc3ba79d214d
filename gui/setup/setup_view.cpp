#include "setup/setup_view.h"

#include "connection/server_entry.h"
#include "setup/computer_choice.h"
#include "setup/first_model_box.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace {

constexpr int widestInCharacters = 110; // longer lines are hard to read

} // namespace

SetupView::SetupView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : View(parent)
    , m_computer(new ComputerChoice(connection, preferences))
    , m_model(new FirstModelBox(connection))
    , m_skip(new QPushButton)
{
    m_skip->setObjectName(u"skipSetup"_s);
    auto *title = new QLabel(tr("Welcome to Shimmy Manager"));
    title->setObjectName(u"setupTitle"_s);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    font.setBold(true);
    title->setFont(font);
    auto *intro = new QLabel(tr("It finds language models on the Hugging Face Hub, downloads them and runs them. "
                                "Nothing that you ask them leaves the computer that they run on."));
    intro->setWordWrap(true);

    auto *page = new QWidget;
    page->setMaximumWidth(widestInCharacters * fontMetrics().averageCharWidth());
    auto *column = new QVBoxLayout(page);
    column->addStretch(1);
    column->addWidget(title);
    column->addWidget(intro);
    column->addSpacing(12);
    column->addWidget(m_computer);
    column->addSpacing(12);
    column->addWidget(m_model);
    column->addSpacing(12);
    column->addWidget(m_skip, 0, Qt::AlignTrailing);
    column->addStretch(2);
    auto *content = new QWidget;
    auto *row = new QHBoxLayout(content);
    row->addStretch(1);
    row->addWidget(page, 100);
    row->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    connect(m_computer, &ComputerChoice::serverChosen, this, &SetupView::serverChosen);
    connect(m_computer, &ComputerChoice::serviceSettingsChanged, this, &SetupView::serviceSettingsChanged);
    connect(m_model, &FirstModelBox::ready, this, &SetupView::finished);
    connect(m_model, &FirstModelBox::pullingChanged, this, &SetupView::showSkip);
    connect(m_skip, &QPushButton::clicked, this, [this] {
        m_computer->chooseOwn();
        Q_EMIT finished({});
    });
    showSkip();
}

void SetupView::takeFocus()
{
    m_computer->takeFocus();
}

void SetupView::showSkip()
{
    m_skip->setText(m_model->isPulling() ? tr("Go on while it downloads") : tr("&Skip"));
}
