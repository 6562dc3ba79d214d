#pragma once

#include "playground/conversation.h"

#include <QWidget>

class QDoubleSpinBox;
class QPlainTextEdit;
class QSpinBox;

/// The system prompt and the parameters of a chat. What is left at "Default" is not sent, so that the server decides.
class ParametersPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ParametersPanel(QWidget *parent = nullptr);

    QString systemPrompt() const;
    ChatParameters parameters() const;
    /// Does not emit.
    void setValues(const QString &systemPrompt, const ChatParameters &parameters);

Q_SIGNALS:
    /// The user has changed something.
    void changed();

private:
    QPlainTextEdit *m_systemPrompt;
    QSpinBox *m_maxTokens;
    QDoubleSpinBox *m_temperature;
    QDoubleSpinBox *m_topP;
    QPlainTextEdit *m_stop;
};

/// Stop sequences as lines: a line break, a tab and a backslash in a sequence are written \n, \t and \\.
QString stopText(const QStringList &stop);
QStringList stopFromText(const QString &text);
