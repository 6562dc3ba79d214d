#include "api/export_route.h"

#include "base/background.h"
#include "base/logging.h"
#include "store/bundle.h"
#include "store/model_store.h"

#include <QThreadPool>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace {

/// Reads a bundle on a thread as fast as its client takes it, and no faster. Owns itself: it goes when the answer is
/// complete or the client is.
class ExportStream final : public QObject {
public:
    ExportStream(ExchangePtr exchange, const Model &model)
        : m_exchange(std::move(exchange))
        , m_model(model)
    {
        connect(m_exchange.get(), &Exchange::aborted, this, &QObject::deleteLater);
        connect(m_exchange.get(), &Exchange::drained, this, &ExportStream::readNext);
        m_disk.setMaxThreadCount(1);
    }

    void start()
    {
        runInBackground(
            m_disk, this,
            [path = m_model.path, manifest = m_model.manifest]() -> Result<std::shared_ptr<BundleWriter>> {
                auto writer = BundleWriter::open(path, manifest);
                if (!writer)
                    return failWith(writer);
                return std::shared_ptr<BundleWriter>(std::move(*writer));
            },
            [this](const Result<std::shared_ptr<BundleWriter>> &writer) {
                if (!writer) {
                    sendError(*m_exchange, writer.error(), ErrorStyle::Plain);
                    return deleteLater();
                }
                m_writer = *writer;
                begin();
            });
    }

private:
    void begin()
    {
        const QByteArray name = QUrl::toPercentEncoding(m_model.fileName() + u".tar");
        m_exchange->begin(
            200,
            {{"Content-Type", "application/x-tar"}, {"Content-Disposition", "attachment; filename*=UTF-8''" + name}});
        if (!m_exchange->isOpen()) // HEAD
            return deleteLater();
        readNext();
    }

    void readNext()
    {
        if (!m_writer || std::exchange(m_isReading, true))
            return;
        runInBackground(
            m_disk, this, [writer = m_writer] { return writer->read(); },
            [this](const Result<QByteArray> &bytes) { handle(bytes); });
    }

    void handle(const Result<QByteArray> &bytes)
    {
        m_isReading = false;
        if (!bytes) {
            // The status has been sent: only a broken answer tells the client.
            qCCritical(logStore).noquote() << "export of" << m_model.id << "—" << bytes.error().message;
            m_exchange->abort();
            return deleteLater();
        }
        if (bytes->isEmpty()) {
            m_exchange->end();
            return deleteLater();
        }
        if (m_exchange->write(*bytes))
            readNext();
    }

    const ExchangePtr m_exchange;
    const Model m_model;
    std::shared_ptr<BundleWriter> m_writer;
    bool m_isReading = false;
    QThreadPool m_disk;
};

} // namespace

void exportModel(const ApiContext &context, RoutedRequest request)
{
    const QUrlQuery query(QString::fromLatin1(request.exchange->request().query));
    const QString name = query.queryItemValue(u"model"_s, QUrl::FullyDecoded);
    if (name.isEmpty()) {
        return sendError(*request.exchange,
                         {ErrorKind::InvalidArgument,
                          u"\"model\" must name an installed model"_s,
                          u"GET /v1/api/export?model=ID"_s,
                          false,
                          {},
                          u"model"_s},
                         ErrorStyle::Plain);
    }
    const auto model = context.store.findInstalled(name);
    if (!model)
        return sendError(*request.exchange, model.error(), ErrorStyle::Plain);
    if (model->manifest.isDamaged) {
        return sendError(
            *request.exchange,
            {ErrorKind::Unsupported, u"%1 is damaged"_s.arg(model->id), u"pull it again first"_s, false, {}},
            ErrorStyle::Plain);
    }
    (new ExportStream(request.exchange, *model))->start();
}
