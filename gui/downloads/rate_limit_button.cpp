#include "downloads/rate_limit_button.h"

#include "connection/server_connection.h"
#include "widgets/amounts.h"

#include <QActionGroup>
#include <QInputDialog>
#include <QMenu>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 megabyte = 1'000'000;
constexpr double mostMegabytes = 100'000;

QString limitText(const RateLimit &limit)
{
    return limit.bytesPerSecond > 0 ? rateText(limit.bytesPerSecond) : RateLimitButton::tr("No limit");
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
    connect(&connection, &ServerConnection::stateChanged, this, [this](ServerConnection::State state) {
        setVisible(state == ServerConnection::State::Connected);
        if (state == ServerConnection::State::Connected)
            ask();
    });
    showLimit(m_limit);
    setVisible(connection.state() == ServerConnection::State::Connected);
    if (connection.state() == ServerConnection::State::Connected)
        ask();
}

void RateLimitButton::ask()
{
    m_connection.api().ask(getRateLimitCall(), &RateLimit::fromJson, this, [this](const Result<RateLimit> &limit) {
        if (limit)
            showLimit(*limit);
        else if (limit.error().kind == ErrorKind::InsufficientScope)
            hide(); // it is not for this key to know
    });
}

void RateLimitButton::showLimit(const RateLimit &limit)
{
    m_limit = limit;
    setText(limit.bytesPerSecond > 0 ? tr("Limit: %1").arg(limitText(limit)) : limitText(limit));
    setAccessibleName(tr("Limit of the download rate: %1").arg(limitText(limit)));
    setToolTip(tr("Limit of the rate of all downloads together. It holds until the service starts again."));
}

void RateLimitButton::fill()
{
    menu()->clear();
    auto *group = new QActionGroup(menu());
    QList<qint64> presets{0, megabyte, 5 * megabyte, 10 * megabyte, 25 * megabyte, 50 * megabyte, 100 * megabyte};
    if (!presets.contains(m_limit.bytesPerSecond))
        presets.insert(1, m_limit.bytesPerSecond);
    for (const qint64 preset : std::as_const(presets)) {
        QAction *const action = menu()->addAction(limitText({preset}));
        action->setCheckable(true);
        action->setChecked(preset == m_limit.bytesPerSecond);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, preset] { choose({preset}); });
    }
    menu()->addSeparator();
    QAction *const other = menu()->addAction(tr("Other…"));
    other->setObjectName(u"otherRateLimit"_s);
    connect(other, &QAction::triggered, this, &RateLimitButton::askForAnother);
}

void RateLimitButton::choose(const RateLimit &limit)
{
    m_connection.api().ask(setRateLimitCall(limit), &RateLimit::fromJson, this,
                           [this](const Result<RateLimit> &answer) {
                               if (answer)
                                   return showLimit(*answer);
                               complain(answer.error());
                           });
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
    dialog->setDoubleValue(m_limit.bytesPerSecond > 0 ? static_cast<double>(m_limit.bytesPerSecond) / megabyte : 10);
    connect(dialog, &QInputDialog::doubleValueSelected, this,
            [this](double value) { choose({static_cast<qint64>(value * megabyte)}); });
    dialog->open();
}

void RateLimitButton::complain(const Error &error)
{
    // A status bar has no room for a message: it is shown where the choice was made.
    QToolTip::showText(mapToGlobal(QPoint(0, 0)), error.message + u'\n' + error.hint, this);
}
