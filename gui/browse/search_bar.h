#pragma once

#include "client/hub_listing.h"
#include "client/hub_reference.h"

#include <QTimer>
#include <QVariantMap>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

/// What is looked for on the Hub: words or the name of one repo, the order, and what is left out.
class SearchBar final : public QWidget {
    Q_OBJECT

public:
    explicit SearchBar(QWidget *parent = nullptr);

    /// What is to be looked for now. A reference counts as the words of its repo's name.
    SearchOrder order() const;
    /// Whether gated repos are left out.
    bool isOpenOnly() const;
    /// Puts \a text in place of what was typed, and looks for it at once.
    void setText(const QString &text);
    void takeFocus();

    void saveState(QVariantMap &state) const;
    void restoreState(const QVariantMap &state);

Q_SIGNALS:
    /// order() or isOpenOnly() is another, and nothing was typed for a moment.
    void searchRequested();
    /// One repo was named: by a URL, with its quantization, by Enter, or pasted.
    void referenceGiven(const HubReference &reference);
    /// The keyboard wants to go on in the results.
    void leftDownwards();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void noteTyping(const QString &text);
    void submit(bool isFinal);

    QLineEdit *m_words;
    QLineEdit *m_author;
    QComboBox *m_sort;
    QCheckBox *m_fits;
    QCheckBox *m_openOnly;
    QTimer m_pause; ///< in the typing
    QString m_typed; ///< before the last change
    bool m_wasPasted = false;
};
