#include "playground/model_choice.h"

#include "connection/model_list.h"
#include "widgets/literal_text.h"

#include <QSignalBlocker>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace {

/// Of the server's words for a model's state, those that will not be ready soon.
bool isServed(const ModelDetails &model)
{
    return model.state != "damaged"_L1 && model.state != "deleting"_L1 && model.state != "not_served"_L1;
}

} // namespace

ModelChoice::ModelChoice(const ModelList &models, QWidget *parent)
    : QComboBox(parent)
    , m_models(models)
{
    setAccessibleName(tr("Model"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&models, &ModelList::listed, this, &ModelChoice::fill);
    connect(this, &QComboBox::activated, this, [this](int place) {
        setModel(itemText(place));
        Q_EMIT chosen(m_model);
    });
    fill();
}

void ModelChoice::setModel(const QString &model)
{
    m_model = model;
    const QSignalBlocker blocker(this);
    setCurrentIndex(findText(m_model, Qt::MatchExactly | Qt::MatchCaseSensitive));
    setPlaceholderText(m_model.isEmpty() ? tr("Choose a model") : m_model);
    setToolTip(Qt::convertFromPlainText(m_model));
}

bool ModelChoice::isThere() const
{
    return !m_models.isKnown() || findText(m_model, Qt::MatchExactly | Qt::MatchCaseSensitive) >= 0;
}

void ModelChoice::fill()
{
    {
        const QSignalBlocker blocker(this);
        clear();
        for (const ModelDetails &model : m_models.models()) {
            if (!isServed(model))
                continue;
            addItem(model.id);
            setItemData(count() - 1, literalText(QString(model.quantization + u' ' + model.architecture).trimmed()),
                        Qt::ToolTipRole);
        }
    }
    if (m_model.isEmpty() && count() > 0)
        setModel(itemText(count() - 1)); // the latest
    else
        setModel(m_model);
    Q_EMIT listChanged();
}
