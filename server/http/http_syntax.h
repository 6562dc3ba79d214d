#pragma once

#include <QByteArrayView>
#include <QList>

/// The small words of HTTP's grammar (RFC 9110, RFC 3986).

/// A method or field name: one or more tchar.
bool isToken(QByteArrayView text);
bool isTokenChar(char c);
/// A field value: no control character but the tab.
bool isFieldValue(QByteArrayView text);
/// A path and query as sent: visible ASCII without '#', '"', '<', '>', '\\', '^', '`', '{', '|', '}', and complete
/// percent-encodings.
bool isTargetText(QByteArrayView text);
/// Whether \a path, decoded once, has a "." or ".." segment or a control character.
bool isTreacherousPath(QByteArrayView path);
/// host[:port], without user information.
bool isAuthority(QByteArrayView text);
/// The members of a comma-separated list, in lower case.
QList<QByteArray> listMembers(QByteArrayView value);
