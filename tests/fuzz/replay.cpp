#include <QDir>
#include <QFile>

#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const quint8 *input, size_t size);

/// Gives each file of a corpus to a fuzz target, without a fuzzer: replay DIRECTORY
int main(int count, char **arguments)
{
    const QDir corpus(QString::fromLocal8Bit(count == 2 ? arguments[1] : ""));
    const QStringList names = corpus.entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(corpus.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "cannot read %s\n", qPrintable(file.fileName()));
            return 1;
        }
        const QByteArray bytes = file.readAll();
        std::printf("%s\n", qPrintable(name)); // the last one is to blame when the program dies
        std::fflush(stdout);
        LLVMFuzzerTestOneInput(reinterpret_cast<const quint8 *>(bytes.constData()), static_cast<size_t>(bytes.size()));
    }
    std::printf("%lld files\n", static_cast<long long>(names.size()));
    return names.isEmpty() ? 1 : 0;
}
