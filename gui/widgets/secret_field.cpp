#include "widgets/secret_field.h"

#include "widgets/icons.h"

#include <QAbstractButton>
#include <QAction>

using namespace Qt::StringLiterals;

SecretField::SecretField(const QString &name, QWidget *parent)
    : QLineEdit(parent)
    , m_look(new QAction(this))
{
    setAccessibleName(name);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase | Qt::ImhSensitiveData);
    m_look->setCheckable(true);
    addAction(m_look, QLineEdit::TrailingPosition);
    // The button that the field makes of the action has no name of its own.
    for (QAbstractButton *button : findChildren<QAbstractButton *>()) {
        button->setObjectName(u"showSecret"_s);
        button->setAccessibleName(tr("Show what is typed"));
    }
    connect(m_look, &QAction::toggled, this, &SecretField::setShown);
    setShown(false);
}

Secret SecretField::secret() const
{
    return Secret(text().trimmed().toUtf8());
}

void SecretField::showSecret()
{
    m_look->setChecked(true);
}

void SecretField::hideSecret()
{
    m_look->setChecked(false);
}

void SecretField::setShown(bool isShown)
{
    setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
    m_look->setIcon(namedIcon(isShown ? u"password-show-off"_s : u"password-show-on"_s));
    m_look->setText(isShown ? tr("Hide what is typed") : tr("Show what is typed"));
}
