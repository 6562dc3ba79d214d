#pragma once

#include <QByteArrayView>

// What the build makes of docs/openapi.yaml. The bytes live as long as the process.

/// The document as JSON, UTF-8.
QByteArrayView openApiJson();
/// The same as a page for people: HTML, UTF-8, without scripts.
QByteArrayView apiPage();
/// The Content-Security-Policy that this page needs and no more: its own style, nothing else.
QByteArrayView apiPagePolicy();
