#include "browse/search_bar.h"

#include "widgets/icons.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto typingPause = 300ms;
constexpr qsizetype maxWords = 200; ///< as the server takes them

} // namespace

SearchBar::SearchBar(QWidget *parent)
    : QWidget(parent)
    , m_words(new QLineEdit(this))
    , m_author(new QLineEdit(this))
    , m_sort(new QComboBox(this))
    , m_fits(new QCheckBox(tr("Fits in &memory"), this))
    , m_openOnly(new QCheckBox(tr("Not &gated"), this))
{
    m_words->setObjectName(u"searchField"_s);
    m_words->setAccessibleName(tr("Search the Hub"));
    m_words->setPlaceholderText(tr("Search the Hub, or paste a repo, repo:QUANT or an address"));
    m_words->setClearButtonEnabled(true);
    QAction *const icon = m_words->addAction(namedIcon(u"edit-find"_s), QLineEdit::LeadingPosition);
    connect(icon, &QAction::triggered, this, [this] { submit(true); });
    for (QToolButton *button : m_words->findChildren<QToolButton *>()) { // what has the icon is Qt's, and has no name
        if (button->defaultAction() == icon) {
            button->setObjectName(u"searchNow"_s);
            button->setAccessibleName(tr("Search now"));
            button->setToolTip(tr("Search now"));
        }
    }
    m_words->installEventFilter(this);
    m_author->setObjectName(u"authorField"_s);
    m_author->setPlaceholderText(tr("Anybody"));
    m_author->setClearButtonEnabled(true);
    m_author->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[A-Za-z0-9_.-]{0,96}"_s), m_author));
    m_author->setMaximumWidth(fontMetrics().averageCharWidth() * 30);
    m_sort->setObjectName(u"sortOrder"_s);
    m_sort->addItem(tr("Most downloads"), u"downloads"_s);
    m_sort->addItem(tr("Most likes"), u"likes"_s);
    m_sort->addItem(tr("Recently updated"), u"lastModified"_s);
    m_sort->addItem(tr("Trending"), u"trendingScore"_s);
    m_fits->setObjectName(u"fitsFilter"_s);
    m_fits->setToolTip(tr("Leave out repos whose models do not fit into the server's memory"));
    m_openOnly->setObjectName(u"openFilter"_s);
    m_openOnly->setToolTip(tr("Leave out repos whose owner must grant access first"));

    auto *sortLabel = new QLabel(tr("S&ort:"), this);
    sortLabel->setBuddy(m_sort);
    auto *authorLabel = new QLabel(tr("A&uthor:"), this);
    authorLabel->setBuddy(m_author);
    auto *first = new QHBoxLayout;
    first->addWidget(m_words, 1);
    first->addWidget(sortLabel);
    first->addWidget(m_sort);
    auto *second = new QHBoxLayout;
    second->addWidget(authorLabel);
    second->addWidget(m_author, 1);
    second->addSpacing(fontMetrics().averageCharWidth());
    second->addWidget(m_fits);
    second->addSpacing(fontMetrics().averageCharWidth());
    second->addWidget(m_openOnly);
    second->addStretch(2);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addLayout(first);
    rows->addLayout(second);
    setTabOrder(m_words, m_sort);
    setTabOrder(m_sort, m_author);
    setTabOrder(m_author, m_fits);
    setTabOrder(m_fits, m_openOnly);

    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, [this] { submit(false); });
    connect(m_words, &QLineEdit::textChanged, this, &SearchBar::noteTyping);
    connect(m_words, &QLineEdit::returnPressed, this, [this] { submit(true); });
    connect(m_author, &QLineEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
    connect(m_author, &QLineEdit::returnPressed, this, [this] { submit(true); });
    connect(m_sort, &QComboBox::currentIndexChanged, this, &SearchBar::searchRequested);
    connect(m_fits, &QCheckBox::toggled, this, &SearchBar::searchRequested);
    connect(m_openOnly, &QCheckBox::toggled, this, &SearchBar::searchRequested);
}

SearchOrder SearchBar::order() const
{
    SearchOrder order;
    const auto reference = HubReference::parse(m_words->text());
    order.words = reference ? reference->repo : m_words->text().simplified().left(maxWords);
    order.author = m_author->text();
    order.sort = m_sort->currentData().toString();
    order.fits = m_fits->isChecked();
    return order;
}

bool SearchBar::isOpenOnly() const
{
    return m_openOnly->isChecked();
}

void SearchBar::setText(const QString &text)
{
    m_words->setText(text);
    submit(true);
}

void SearchBar::takeFocus()
{
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

void SearchBar::noteTyping(const QString &text)
{
    // A key changes one character, or puts one in the place of those that were selected.
    const QString former = std::exchange(m_typed, text);
    const auto same = std::mismatch(text.begin(), text.end(), former.begin(), former.end());
    const auto sameAtEnd = std::mismatch(text.rbegin(), std::make_reverse_iterator(same.first), former.rbegin(),
                                         std::make_reverse_iterator(same.second));
    m_wasPasted = sameAtEnd.first.base() - same.first > 1;
    m_pause.start();
}

void SearchBar::submit(bool isFinal)
{
    m_pause.stop();
    const auto reference = HubReference::parse(m_words->text());
    Q_EMIT searchRequested();
    // While somebody is typing, "owner/na" names no repo yet.
    if (reference && (isFinal || m_wasPasted || reference->isUrl() || !reference->quantization.isEmpty()))
        Q_EMIT referenceGiven(*reference);
}

bool SearchBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down) {
            Q_EMIT leftDownwards();
            return true;
        }
        if (key == Qt::Key_Escape && !m_words->text().isEmpty()) {
            m_words->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SearchBar::saveState(QVariantMap &state) const
{
    state.insert(u"sort"_s, m_sort->currentData());
    state.insert(u"fits"_s, m_fits->isChecked());
    state.insert(u"openOnly"_s, m_openOnly->isChecked());
}

void SearchBar::restoreState(const QVariantMap &state)
{
    if (const int sort = m_sort->findData(state.value(u"sort"_s)); sort >= 0)
        m_sort->setCurrentIndex(sort);
    m_fits->setChecked(state.value(u"fits"_s).toBool());
    m_openOnly->setChecked(state.value(u"openOnly"_s).toBool());
}
