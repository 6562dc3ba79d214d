#include "downloads/rate_limit_button.h"

#include "connection/server_connection.h"
#include "widgets/amounts.h"
#include "widgets/literal_text.h"

#include <QActionGroup>
#include <QInputDialog>
#include <QMenu>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 megabyte = 1'000'000;
constexpr double mostMegabytes = 100'000;

QString limitText(qint64 bytesPerSecond)
{
    return bytesPerSecond > 0 ? rateText(bytesPerSecond) : RateLimitButton::tr("No limit");
}

} // namespace

RateLimitButton::RateLimitButton(ServerConnection &connection, QWidget *parent)
    : QToolButton(parent)
    , m_connection(connection)
{
    setObjectName(u"rateLimit"_s);
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::TabFocus);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"rateLimitMenu"_s);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &RateLimitButton::fill);
    connect(&connection, &ServerConnection::stateChanged, this,
            [this](ServerConnection::State state) { setVisible(state == ServerConnection::State::Connected); });
    connect(&connection, &ServerConnection::limitsChanged, this, &RateLimitButton::showLimits);
    showLimits(connection.limits());
    setVisible(connection.state() == ServerConnection::State::Connected);
}

void RateLimitButton::showLimits(const Limits &limits)
{
    const QString text = limitText(limits.bytesPerSecond.value_or(0));
    setText(limits.bytesPerSecond ? tr("Limit: %1").arg(text) : text);
    setAccessibleName(tr("Limit of the download rate: %1").arg(text));
    setToolTip(tr("Limit of the rate of all downloads together. It holds until the service starts again."));
}

void RateLimitButton::fill()
{
    menu()->clear();
    auto *group = new QActionGroup(menu());
    QList<qint64> presets{0, megabyte, 5 * megabyte, 10 * megabyte, 25 * megabyte, 50 * megabyte, 100 * megabyte};
    const qint64 current = m_connection.limits().bytesPerSecond.value_or(0);
    if (!presets.contains(current))
        presets.insert(1, current);
    for (const qint64 preset : std::as_const(presets)) {
        QAction *const action = menu()->addAction(limitText(preset));
        action->setCheckable(true);
        action->setChecked(preset == current);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, preset] { choose(preset); });
    }
    menu()->addSeparator();
    QAction *const other = menu()->addAction(tr("Other…"));
    other->setObjectName(u"otherRateLimit"_s);
    connect(other, &QAction::triggered, this, &RateLimitButton::askForAnother);
}

void RateLimitButton::choose(qint64 bytesPerSecond)
{
    const Limits limits{bytesPerSecond > 0 ? std::optional(bytesPerSecond) : std::nullopt};
    m_connection.setLimits(limits, this, [this](const Error &error) { complain(error); });
}

void RateLimitButton::askForAnother()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"rateLimitDialog"_s);
    dialog->setWindowTitle(tr("Limit of the download rate"));
    dialog->setLabelText(tr("Megabytes per second, for all downloads together:"));
    dialog->setInputMode(QInputDialog::DoubleInput);
    dialog->setDoubleDecimals(2);
    dialog->setDoubleRange(0.01, mostMegabytes);
    dialog->setDoubleValue(static_cast<double>(m_connection.limits().bytesPerSecond.value_or(10 * megabyte))
                           / megabyte);
    connect(dialog, &QInputDialog::doubleValueSelected, this,
            [this](double value) { choose(static_cast<qint64>(value * megabyte)); });
    dialog->show();
}

void RateLimitButton::complain(const Error &error)
{
    // A status bar has no room for a message: it is shown where the choice was made.
    QToolTip::showText(mapToGlobal(QPoint(0, 0)), literalText(error.message + u'\n' + error.hint), this);
}
