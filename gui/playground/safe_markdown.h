#pragma once

#include <QTextDocument>

#include <memory>

/// A document that loads nothing, from nowhere.
class LonelyDocument final : public QTextDocument {
    Q_OBJECT

public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int type, const QUrl &name) override;
};

/// Whether \a address may be opened outside, if the user agrees: http and https only.
bool isOpenable(const QUrl &address);

/// What a model wrote, as Markdown: HTML is shown literally, an image as its description and address, and links that
/// could not be opened are text. Code has BlockKind::Code.
std::unique_ptr<QTextDocument> safeMarkdown(const QString &text, const QFont &font);
