#pragma once

#include <QByteArray>

#include <chrono>

/// A client that sends exactly the bytes it is told to, over a blocking socket. It may be used from any thread.
class RawClient {
public:
    enum class Family { IPv4, IPv6 };
    /// What the last read met.
    enum class End { Open, EndOfFile, Reset };

    struct Answer {
        int status = 0; ///< 0: nothing, or not an answer
        QByteArray head; ///< with the status line
        QByteArray body;
        bool isComplete = false;

        QByteArray field(const QByteArray &name) const;
    };

    explicit RawClient(quint16 port, Family family = Family::IPv4);
    ~RawClient();
    RawClient(RawClient &&other) noexcept;
    RawClient &operator=(RawClient &&) = delete;

    bool isConnected() const { return m_descriptor >= 0; }
    /// Sends all of \a bytes, unless the server closes before that.
    bool send(const QByteArray &bytes);
    /// Reads one answer, framed by its length, its chunks or the end. \a method: of the request.
    Answer readAnswer(const QByteArray &method = "GET", std::chrono::milliseconds patience = generous);
    /// Reads until the server closes, or \a patience is over.
    QByteArray readToEnd(std::chrono::milliseconds patience = generous);
    /// Reads at least one byte more; what came.
    QByteArray readSome(std::chrono::milliseconds patience = generous);
    End end() const { return m_end; }
    /// Closes with FIN, or with RST.
    void close();
    void reset();
    /// Announces this little to be read at a time. Before anything was received.
    void shrinkReceiveBuffer();

    static constexpr std::chrono::milliseconds generous = std::chrono::seconds(20);

private:
    bool fill(std::chrono::steady_clock::time_point deadline);
    bool readChunks(Answer &answer, std::chrono::steady_clock::time_point deadline);

    int m_descriptor = -1;
    QByteArray m_received;
    End m_end = End::Open;
};

/// A request with Host, the further \a fields ("Name: value\r\n" each) and \a body with its length.
QByteArray request(const QByteArray &method, const QByteArray &target, const QByteArray &fields = {},
                   const QByteArray &body = {});
