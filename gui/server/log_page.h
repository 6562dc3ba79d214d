#pragma once

#include "client/api_stream.h"

#include <QWidget>

#include <memory>

class InlineMessage;
class LogFilter;
class LogModel;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QTreeView;
class ServerConnection;

/// What the server logs, as it comes, from the first time that somebody looks.
class LogPage final : public QWidget {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit LogPage(ServerConnection &connection, QWidget *parent = nullptr);

    /// Where one types to search.
    void takeFocus();
    int level() const;
    void setLevel(int place);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QLayout *makeControls();
    void takeServer();
    void follow();
    void stop();
    void lose(const Error &error);
    void copy();
    void clear();
    void noteEnd();
    void scroll();
    void countLines();

    ServerConnection &m_connection;
    LogModel *m_model;
    LogFilter *m_filter;
    InlineMessage *m_message;
    QComboBox *m_level;
    QLineEdit *m_words;
    QCheckBox *m_follow;
    QLabel *m_count;
    QTreeView *m_table;
    std::unique_ptr<ApiStream> m_stream;
    bool m_wasAtEnd = true;
};
