#include "cli/command_spec.h"

using namespace Qt::StringLiterals;

namespace {

template <class T>
Result<std::optional<T>> bounded(const char *name, T value, bool isNumber, T least, T most)
{
    if (!isNumber || !(value >= least && value <= most)) {
        return fail(ErrorKind::InvalidArgument,
                    u"%1 must be a number from %2 to %3"_s.arg(QString::fromLatin1(name)).arg(least).arg(most));
    }
    return std::optional<T>(value);
}

} // namespace

Result<std::optional<qint64>> Words::number(const char *name, qint64 least, qint64 most) const
{
    if (!has(name))
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 value = text(name).toLongLong(&isNumber);
    return bounded(name, value, isNumber, least, most);
}

Result<std::optional<double>> Words::real(const char *name, double least, double most) const
{
    if (!has(name))
        return std::optional<double>();
    bool isNumber = false;
    const double value = text(name).toDouble(&isNumber);
    return bounded(name, value, isNumber, least, most);
}

const std::vector<OptionSpec> &globalOptions()
{
    static const std::vector<OptionSpec> options{
        {"--server", "URL",
         "Address of the shimmyd: URL or HOST[:PORT]; else $SHIMMYD_URL, else http://localhost:8080"},
        {"--api-key-file", "FILE", "A file with the server's API key; else $SHIMMYD_API_KEY", Completes::Files},
        {"--json", nullptr, "Print what the server says, as JSON; errors, too"},
        {"--quiet", nullptr, "Print results and errors only"},
        {"--help", nullptr, "Explain the command", Completes::Nothing, {}, "-h"},
        {"--version", nullptr, "Print the version"},
    };
    return options;
}

QString usageOf(const CommandSpec &command)
{
    QString usage = u"shimmyctl "_s + QString::fromLatin1(command.name);
    if (!command.options.empty())
        usage += u" [OPTIONS]"_s;
    for (const ParameterSpec &parameter : command.parameters) {
        const QString name = QString::fromLatin1(parameter.name) + (parameter.repeats ? u"…"_s : QString());
        usage += parameter.required ? QString(u' ' + name) : QString(u" [" + name + u']');
    }
    return usage;
}
