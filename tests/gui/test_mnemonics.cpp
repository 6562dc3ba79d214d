#include "application_fixture.h"
#include "fake_shimmy_program.h"
#include "server/server_view.h"
#include "window_probe.h"

#include <QAbstractButton>
#include <QAction>
#include <QTest>
#include <QTranslator>

using namespace Qt::StringLiterals;

/// Whether each letter of the Alt key leads to one thing, in each language.
class TestMnemonics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLetterLeadsToOneThing_data();
    void everyLetterLeadsToOneThing();
    void everyLetterOfTheFirstQuestionsLeadsToOneThing_data();
    void everyLetterOfTheFirstQuestionsLeadsToOneThing();

private:
    FakeShimmyProgram m_shimmy;
};

namespace {

/// Installed as long as it lives.
class Language {
public:
    explicit Language(const QString &name)
    {
        if (!m_translator.load(u":/translations/shimmy-manager_"_s + name))
            qFatal("there is no translation for %s", qPrintable(name));
        QCoreApplication::installTranslator(&m_translator);
    }

private:
    QTranslator m_translator;
};

void addLanguages()
{
    QTest::addColumn<QString>("language");
    for (const char *language : {"en", "de", "ar"})
        QTest::newRow(language) << QString::fromLatin1(language);
}

} // namespace

void TestMnemonics::everyLetterLeadsToOneThing_data()
{
    addLanguages();
}

void TestMnemonics::everyLetterLeadsToOneThing()
{
    QFETCH(const QString, language);
    const Language translated(language);
    ApplicationFixture fixture({m_shimmy.path(), true, {}, 0});
    MainWindow &window = fixture.window();
    QTRY_VERIFY_WITH_TIMEOUT(fixture.isConnected(), 60'000);
    QStringList faults;
    const auto look = [&](const QString &place) {
        QCoreApplication::processEvents();
        for (const QString &fault : mnemonicFaults(window))
            faults += place + u": "_s + fault;
    };
    for (const int place : {MainWindow::Browse, MainWindow::Downloads, MainWindow::Models, MainWindow::Playground}) {
        window.showView(place);
        look(u"view %1"_s.arg(place));
    }
    window.showView(MainWindow::Server);
    for (int page = ServerView::Overview; page <= ServerView::Programs; ++page) {
        probe<ServerView>(window, {}).showPage(static_cast<ServerView::Page>(page));
        look(u"server page %1"_s.arg(page));
    }
    probe<QAction>(window, u"addServerAction"_s).trigger();
    look(u"server form"_s);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void TestMnemonics::everyLetterOfTheFirstQuestionsLeadsToOneThing_data()
{
    addLanguages();
}

void TestMnemonics::everyLetterOfTheFirstQuestionsLeadsToOneThing()
{
    QFETCH(const QString, language);
    const Language translated(language);
    ApplicationFixture fixture({m_shimmy.path(), false, {}, 0});
    MainWindow &window = fixture.window();
    QCoreApplication::processEvents();
    QCOMPARE(mnemonicFaults(window), QStringList());
    probe<QAbstractButton>(window, u"useOther"_s).click();
    QCOMPARE(mnemonicFaults(window), QStringList());
}

QTEST_MAIN(TestMnemonics)
#include "test_mnemonics.moc"
