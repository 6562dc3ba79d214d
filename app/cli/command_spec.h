#pragma once

#include "base/result.h"
#include "cli/command.h"
#include "cli/session.h"

#include <QHash>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

/// What a word of the command line can be completed with.
enum class Completes { Nothing, Models, Repos, Quantizations, Jobs, Files, Choices, Commands };

struct ParameterSpec {
    const char *name; ///< as it is shown, in capitals
    const char *help;
    bool required = true;
    bool repeats = false;
    Completes completes = Completes::Nothing;
    std::vector<const char *> choices = {};
};

struct OptionSpec {
    const char *name; ///< with its two dashes
    const char *value; ///< what follows it, in capitals; nullptr: nothing does
    const char *help;
    Completes completes = Completes::Nothing;
    std::vector<const char *> choices = {}; ///< the only values, if there are some
    const char *letter = nullptr; ///< the short form with its dash, if it has one
};

struct Example {
    const char *line;
    const char *meaning;
};

/// What was given of a command's parameters and options.
class Words {
public:
    void add(const QString &name, const QStringList &values) { m_values.insert(name, values); }
    bool has(const char *name) const { return m_values.contains(QString::fromLatin1(name)); }
    QString text(const char *name) const { return all(name).value(0); }
    QStringList all(const char *name) const { return m_values.value(QString::fromLatin1(name)); }
    /// Nothing if it was not given. Error: InvalidArgument, if it is no whole number within the bounds.
    Result<std::optional<qint64>> number(const char *name, qint64 least, qint64 most) const;
    Result<std::optional<double>> real(const char *name, double least, double most) const;

private:
    QHash<QString, QStringList> m_values;
};

using CommandMaker = std::function<std::unique_ptr<Command>(const Session &)>;

/// One command: how it is called, what is said about it, and what makes it. Help, manual, reference and completion are
/// all made of this.
struct CommandSpec {
    const char *group;
    const char *name; ///< a subcommand's has the command before it: "downloads pause"
    const char *summary; ///< one line, without a full stop
    const char *description; ///< paragraphs, separated by empty lines; may be empty
    std::vector<ParameterSpec> parameters;
    std::vector<OptionSpec> options;
    std::vector<Example> examples;
    /// Error: InvalidArgument. Null: what the program answers by itself.
    std::function<Result<CommandMaker>(const Words &)> make;
    bool hidden = false;
    /// The server that the command's own words name instead of the options; may be unset or answer nothing.
    std::function<QString(const Words &)> serverOf = {};
};

/// Options that every command has.
const std::vector<OptionSpec> &globalOptions();

/// "shimmyctl pull [OPTIONS] MODEL [FILE]"
QString usageOf(const CommandSpec &command);
