#include "widgets/inline_message.h"

#include "widgets/icons.h"
#include "widgets/sentence.h"

#include <QAccessible>
#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

struct Look {
    QString icon;
    QColor accent;
};

Look lookOf(InlineMessage::Kind kind)
{
    switch (kind) {
    case InlineMessage::Kind::Information: return {u"dialog-information"_s, QColor(0x3d, 0xae, 0xe9)};
    case InlineMessage::Kind::Success: return {u"dialog-positive"_s, QColor(0x27, 0xae, 0x60)};
    case InlineMessage::Kind::Warning: return {u"dialog-warning"_s, QColor(0xf6, 0x74, 0x00)};
    case InlineMessage::Kind::Failure: return {u"dialog-error"_s, QColor(0xda, 0x44, 0x53)};
    }
    return {};
}

QColor mixed(const QColor &color, const QColor &base, qreal share)
{
    return QColor::fromRgbF(static_cast<float>(color.redF() * share + base.redF() * (1 - share)),
                            static_cast<float>(color.greenF() * share + base.greenF() * (1 - share)),
                            static_cast<float>(color.blueF() * share + base.blueF() * (1 - share)));
}

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText); // a server's words are no markup
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}

} // namespace

InlineMessage::InlineMessage(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(plainLabel(u"messageText"_s, this))
    , m_remedy(plainLabel(u"messageRemedy"_s, this))
    , m_buttons(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_close->setObjectName(u"closeMessage"_s);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close the message"));
    connect(m_close, &QToolButton::clicked, this, &InlineMessage::clear);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_text);
    texts->addWidget(m_remedy);
    texts->addLayout(m_buttons);
    m_buttons->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    hide();
}

void InlineMessage::tell(Kind kind, const QString &text, const QString &remedy, const QList<QAction *> &actions)
{
    m_kind = kind;
    m_text->setText(text);
    m_remedy->setText(remedy);
    m_remedy->setVisible(!remedy.isEmpty());
    for (QToolButton *button : findChildren<QToolButton *>(u"messageAction"_s))
        delete button;
    int place = 0;
    for (QAction *action : actions) {
        auto *button = new QToolButton(this);
        button->setObjectName(u"messageAction"_s);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_buttons->insertWidget(place++, button);
    }
    setAccessibleName(text);
    setAccessibleDescription(remedy);
    setColors();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert); // a screen reader reads it out
    QAccessible::updateAccessibility(&alert);
}

void InlineMessage::tell(const Error &error, const QList<QAction *> &actions)
{
    tell(Kind::Failure, sentenceOf(error.message), sentenceOf(error.hint), actions);
}

void InlineMessage::clear()
{
    hide();
    m_text->clear();
    m_remedy->clear();
}

void InlineMessage::setCloseable(bool isCloseable)
{
    m_close->setVisible(isCloseable);
}

QString InlineMessage::text() const
{
    return m_text->text();
}

void InlineMessage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        setColors();
    QFrame::changeEvent(event);
}

void InlineMessage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_close->isHidden())
        return clear();
    QFrame::keyPressEvent(event);
}

void InlineMessage::setColors()
{
    const Look look = lookOf(m_kind);
    QPalette colors; // the application's: text stays readable, only the ground is tinted
    colors.setColor(QPalette::Window, mixed(look.accent, colors.color(QPalette::Window), 0.15));
    setPalette(colors);
    const int size = style()->pixelMetric(QStyle::PM_LargeIconSize) * 3 / 4;
    m_icon->setPixmap(namedIcon(look.icon).pixmap(QSize(size, size), devicePixelRatioF()));
    m_close->setIcon(namedIcon(u"window-close"_s));
}
