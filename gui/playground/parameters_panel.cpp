#include "playground/parameters_panel.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

constexpr double step = 0.05;
constexpr double byDefault = -step; // below what can be sent; shown as a word
constexpr int mostTokens = 1'000'000;

template <class T>
T *named(T *control, const QString &objectName, const QString &name)
{
    control->setObjectName(objectName);
    control->setAccessibleName(name);
    return control;
}

QDoubleSpinBox *shareBox(double most, const QString &objectName, const QString &name)
{
    auto *box = named(new QDoubleSpinBox, objectName, name);
    box->setRange(byDefault, most);
    box->setSingleStep(step);
    box->setDecimals(2);
    box->setValue(byDefault);
    box->setSpecialValueText(ParametersPanel::tr("Default"));
    return box;
}

std::optional<double> chosen(const QDoubleSpinBox &box)
{
    return box.value() < 0 ? std::nullopt : std::optional(box.value());
}

void add(QVBoxLayout &column, const QString &title, QWidget *control, int stretch = 0)
{
    auto *label = new QLabel(title);
    label->setBuddy(control);
    label->setWordWrap(true);
    column.addWidget(label);
    column.addWidget(control, stretch);
}

} // namespace

ParametersPanel::ParametersPanel(QWidget *parent)
    : QWidget(parent)
    , m_systemPrompt(named(new QPlainTextEdit, u"systemPrompt"_s, tr("System prompt")))
    , m_maxTokens(named(new QSpinBox, u"maxTokens"_s, tr("Most tokens of an answer")))
    , m_temperature(shareBox(2, u"temperature"_s, tr("Temperature")))
    , m_topP(shareBox(1, u"topP"_s, tr("Top P")))
    , m_stop(named(new QPlainTextEdit, u"stopSequences"_s, tr("Stop sequences")))
{
    m_maxTokens->setRange(0, mostTokens);
    m_maxTokens->setSingleStep(64);
    m_maxTokens->setGroupSeparatorShown(true);
    m_maxTokens->setSpecialValueText(tr("Default"));
    m_maxTokens->setToolTip(tr("The answer ends after so many tokens. By default it may use what the context leaves."));
    m_temperature->setToolTip(tr("0 takes always the likeliest word, 2 surprises most."));
    m_topP->setToolTip(tr("Only the likeliest words that together have this probability are taken."));
    m_stop->setToolTip(tr("The answer ends before any of these, at most 16. A line break is written \\n."));
    m_systemPrompt->setPlaceholderText(tr("What the model is to know before the first prompt"));
    m_systemPrompt->setTabChangesFocus(true);
    m_stop->setTabChangesFocus(true);
    m_stop->setFixedHeight(m_stop->fontMetrics().lineSpacing() * 3 + 2 * m_stop->frameWidth() + 10);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(style()->pixelMetric(QStyle::PM_LayoutHorizontalSpacing), 0, 0, 0);
    add(*column, tr("&System prompt"), m_systemPrompt, 1);
    add(*column, tr("Most to&kens of an answer"), m_maxTokens);
    add(*column, tr("&Temperature"), m_temperature);
    add(*column, tr("Top &P"), m_topP);
    add(*column, tr("Stop se&quences, one a line"), m_stop);
    column->addStretch(1);
    connect(m_systemPrompt, &QPlainTextEdit::textChanged, this, &ParametersPanel::changed);
    connect(m_maxTokens, &QSpinBox::valueChanged, this, &ParametersPanel::changed);
    connect(m_temperature, &QDoubleSpinBox::valueChanged, this, &ParametersPanel::changed);
    connect(m_topP, &QDoubleSpinBox::valueChanged, this, &ParametersPanel::changed);
    connect(m_stop, &QPlainTextEdit::textChanged, this, &ParametersPanel::changed);
}

QString ParametersPanel::systemPrompt() const
{
    return m_systemPrompt->toPlainText();
}

ChatParameters ParametersPanel::parameters() const
{
    ChatParameters parameters;
    if (m_maxTokens->value() > 0)
        parameters.maxTokens = m_maxTokens->value();
    parameters.temperature = chosen(*m_temperature);
    parameters.topP = chosen(*m_topP);
    parameters.stop = stopFromText(m_stop->toPlainText());
    return parameters;
}

void ParametersPanel::setValues(const QString &systemPrompt, const ChatParameters &parameters)
{
    const QSignalBlocker blocker(this);
    m_systemPrompt->setPlainText(systemPrompt);
    m_maxTokens->setValue(parameters.maxTokens.value_or(0));
    m_temperature->setValue(parameters.temperature.value_or(byDefault));
    m_topP->setValue(parameters.topP.value_or(byDefault));
    m_stop->setPlainText(stopText(parameters.stop));
}

QString stopText(const QStringList &stop)
{
    QStringList lines;
    for (QString sequence : stop) {
        sequence.replace(u'\\', u"\\\\"_s);
        sequence.replace(u'\n', u"\\n"_s);
        sequence.replace(u'\t', u"\\t"_s);
        lines += sequence;
    }
    return lines.join(u'\n');
}

QStringList stopFromText(const QString &text)
{
    QStringList stop;
    for (const QString &line : text.split(u'\n')) {
        QString sequence;
        bool isEscape = false;
        for (const QChar character : line) {
            if (!isEscape && character == u'\\') {
                isEscape = true;
                continue;
            }
            if (isEscape && character == u'n')
                sequence += u'\n';
            else if (isEscape && character == u't')
                sequence += u'\t';
            else
                sequence += character;
            isEscape = false;
        }
        if (!sequence.isEmpty())
            stop += sequence;
    }
    return stop;
}
