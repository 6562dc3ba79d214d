// A stand-in for Shimmy 1.8.1 that answers as it does on all its routes but /ws/generate, needs no model that could be
// loaded, and misbehaves on command. Started as Shimmy is; reads its faults from fake-shimmy.json beside the name it
// was started by. A test compares it with the real one (tests/integration/test_fake_shimmy.cpp).
//
// As a process:
//   exitAtStart: CODE        prints a line and ends            startDelayMs: N          binds that late
//   diesAfterMs: N           ends then, exit 7                 hangAfterMs: N           then answers nothing any more
//   holdsPort: true          accepts and answers nothing       ignoreTerm: true         SIGTERM does nothing
//   leavesZombies: N         N children that nobody waits for, and N orphans
//   printsLines: N           so many at once               tellsDescriptors: true   prints those it has inherited
//   saysVersion: TEXT        saysService: TEXT         in /health
// To everybody:
//   neverHealthy: true       /health is 503                    listNothing: true        an empty model list
//   garbage: true            answers what is no HTTP
// To generations:
//   incremental: true        sends each token as it comes; the stock build sends all in one burst at the end
//   loadDelayMs: N           before the first token            tokenDelayMs: N          for each token
//   abortInGeneration: true  dies by SIGABRT, as on a prompt over its limit
//   diesAfterTokens: N       cutsAfterTokens: N                hangsAfterTokens: N
//   garbageAnswer: true      hugeHead: true                    endlessLine: true        endlessRefusal: true
//   refusesWith: STATUS      an empty answer

#include "fake_shimmy.h"

#include <QByteArrayList>
#include <QCoreApplication>
#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;

namespace {

/// Each child stays a zombie until this process ends; each grandchild is an orphan that ends when its parent does.
void leaveZombies(int count)
{
    for (int i = 0; i < count; ++i) {
        if (::fork() != 0)
            continue;
        int ends[2];
        if (::pipe(ends) == 0 && ::fork() == 0) {
            ::close(ends[1]); // the parent has the only other one
            char nothing = 0;
            [[maybe_unused]] const auto end = ::read(ends[0], &nothing, 1);
        }
        ::_exit(0);
    }
}

void tellDescriptors()
{
    QByteArrayList open;
    for (int descriptor = 0; descriptor < 1000; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) != -1)
            open += QByteArray::number(descriptor);
    }
    std::printf("inherited descriptors: %s\n", open.join(' ').constData());
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--version") == 0) {
        std::puts("shimmy 1.8.1");
        return 0;
    }
    const FakeShimmyFaults faults = FakeShimmyFaults::besides(argv[0]);
    if (faults.has("tellsDescriptors"_L1))
        tellDescriptors();
    for (int line = 1; line <= faults.number("printsLines"_L1, 0); ++line)
        std::printf("line %d\n", line);
    std::fflush(stdout);
    if (const int code = faults.number("exitAtStart"_L1); code >= 0) {
        std::fputs("Error: it was told to fail\n", stderr);
        return code;
    }
    if (faults.has("ignoreTerm"_L1))
        ::signal(SIGTERM, SIG_IGN);
    leaveZombies(faults.number("leavesZombies"_L1, 0));
    QCoreApplication application(argc, argv);
    const QString bind = application.arguments().value(application.arguments().indexOf(u"--bind"_s) + 1);
    const quint16 port = bind.section(u':', 1).toUShort();
    std::puts("✅ Ready to serve requests"); // before it binds, as the real one
    std::fflush(stdout);
    FakeShimmy shimmy(faults, FakeShimmyModels::fromEnvironment());
    QTimer::singleShot(faults.number("startDelayMs"_L1, 0), &shimmy, [&shimmy, port] {
        if (shimmy.listen(port))
            return;
        std::fputs("Error: Address already in use (os error 98)\n", stderr);
        QCoreApplication::exit(1);
    });
    return QCoreApplication::exec();
}
