#include "client/server_error.h"
#include "widgets/amounts.h"
#include "widgets/elided_label.h"
#include "widgets/literal_text.h"
#include "widgets/locale_style.h"
#include "widgets/sentence.h"

#include <QApplication>
#include <QGlyphRun>
#include <QLocale>
#include <QPushButton>
#include <QStyle>
#include <QStyleFactory>
#include <QTest>
#include <QTextDocument>
#include <QTextLayout>
#include <QTimeZone>
#include <QTranslator>

using namespace Qt::StringLiterals;

/// Texts that are made for people.
class TestTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::English); }
    void sentencesBeginWithACapitalAndNamesStay_data();
    void sentencesBeginWithACapitalAndNamesStay();
    void amountsHaveFewDigitsAndUnits();
    void agesAreToldInOneUnit();
    void whatLooksLikeHtmlIsShownAsItIs();
    void numbersHaveTheDigitsOfTheLanguage();
    void whatTheClientFindsOutIsToldInTheLanguage();
    void joinedLettersAreNotTornApart();
    void aButtonsTextStandsBesideItsIcon_data();
    void aButtonsTextStandsBesideItsIcon();
    void aPathKeepsItsOrderAmongRightToLeftText();
};

void TestTexts::sentencesBeginWithACapitalAndNamesStay_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *text, const char *sentence) {
        QTest::addRow("%s", text) << QString::fromLatin1(text) << QString::fromLatin1(sentence);
    };
    row("the Hub is out of order", "The Hub is out of order");
    row("stopped: it has no room", "Stopped: it has no room");
    row("no", "No");
    row("gemma-2-27b-it-Q6_K.gguf needs 22.3 GB", "gemma-2-27b-it-Q6_K.gguf needs 22.3 GB");
    row("huggingface.co cannot be reached", "huggingface.co cannot be reached");
    row("--disk-quota is reached", "--disk-quota is reached");
    row("/models is full", "/models is full");
    row("Shimmy ended", "Shimmy ended");
    row("", "");
}

void TestTexts::sentencesBeginWithACapitalAndNamesStay()
{
    QFETCH(const QString, text);
    QTEST(sentenceOf(text), "sentence");
}

void TestTexts::amountsHaveFewDigitsAndUnits()
{
    QCOMPARE(bytesText(807'694'464), u"808 MB"_s);
    QCOMPARE(bytesText(19'900'000'000), u"19.9 GB"_s);
    QCOMPARE(rateText(41'300'000), u"41.3 MB/s"_s);
    QCOMPARE(durationText(287), u"4 min 47 s"_s);
    QCOMPARE(durationText(7'500), u"2 h 5 min"_s);
    QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::Egypt));
    QCOMPARE(durationText(287), u"\u0664 min \u0664\u0667 s"_s); // with the digits of the language
    QLocale::setDefault(QLocale::English);
    QCOMPARE(countText(1'235'814'432), u"1.2 B"_s);
    QCOMPARE(countText(268'098'176), u"268 M"_s);
}

void TestTexts::agesAreToldInOneUnit()
{
    const QDateTime now(QDate(2026, 3, 10), QTime(12, 0), QTimeZone::utc());
    QCOMPARE(agoText(now, now), u"now"_s);
    QVERIFY(agoText(now.addSecs(-5 * 60), now).startsWith(u"5 minute"_s));
    QVERIFY(agoText(now.addDays(-300), now).contains(u"5/14/25"_s));
}

void TestTexts::numbersHaveTheDigitsOfTheLanguage()
{
    QTranslator translator;
    QVERIFY(translator.load(u":/translations/shimmy-manager_ar"_s));
    QCoreApplication::installTranslator(&translator);
    QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::Egypt));

    const QDateTime now(QDate(2026, 3, 10), QTime(12, 0), QTimeZone::utc());
    const QString ago = agoText(now.addSecs(-25 * 60), now);

    QLocale::setDefault(QLocale::English);
    QVERIFY2(ago.contains(u"\u0662\u0665"_s) && !ago.contains(u"25"_s), qPrintable(ago));
}

void TestTexts::whatTheClientFindsOutIsToldInTheLanguage()
{
    QTranslator translator;
    QVERIFY(translator.load(u":/translations/shimmy-manager_de"_s));
    QCoreApplication::installTranslator(&translator);

    QCOMPARE(serverError(502, "<html>").message, u"der Server antwortete mit dem Status 502"_s);
    QCOMPARE(parseServer(u"ftp://x"_s).error().message,
             u"ftp://x ist keine Adresse eines shimmyd; ein Beispiel ist http://localhost:8080"_s);
}

void TestTexts::joinedLettersAreNotTornApart()
{
    const QString usual = QApplication::style()->name();
    adaptStyle(QLocale(QLocale::German));
    QVERIFY(QApplication::style()->styleHint(QStyle::SH_UnderlineShortcut));

    adaptStyle(QLocale(QLocale::Arabic));

    QVERIFY(!QApplication::style()->styleHint(QStyle::SH_UnderlineShortcut));
    QCOMPARE(QApplication::style()->styleHint(QStyle::SH_DialogButtonLayout),
             std::unique_ptr<QStyle>(QStyleFactory::create(usual))->styleHint(QStyle::SH_DialogButtonLayout));
    QApplication::setStyle(usual);
}

void TestTexts::aButtonsTextStandsBesideItsIcon_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::newRow("left to right") << QLocale(QLocale::German);
    QTest::newRow("right to left") << QLocale(QLocale::Hebrew);
}

void TestTexts::aButtonsTextStandsBesideItsIcon()
{
    QFETCH(const QLocale, locale);
    const QString usual = QApplication::style()->name();
    QApplication::setStyle(u"Fusion"_s);
    adaptStyle(locale);
    QApplication::setLayoutDirection(locale.textDirection());
    QPixmap red(16, 16);
    red.fill(Qt::red);
    QPushButton button(red,
                       locale.textDirection() == Qt::RightToLeft ? u"\u05de\u05d9\u05dc\u05d9\u05dd"_s : u"words"_s);
    QPalette palette(Qt::white, Qt::white);
    palette.setColor(QPalette::ButtonText, Qt::blue);
    button.setPalette(palette);
    button.resize(300, 30);

    const QImage image = button.grab().toImage();

    const auto columnsOf = [&image](const auto &isSuch) {
        QList<int> columns;
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                if (isSuch(image.pixelColor(x, y))) {
                    columns += x;
                    break;
                }
            }
        }
        return columns;
    };
    const QList<int> icon = columnsOf([](const QColor &color) { return color.red() > 200 && color.blue() < 50; });
    const QList<int> text = columnsOf([](const QColor &color) { return color.blue() > 200 && color.red() < 100; });
    QApplication::setStyle(usual);
    QApplication::setLayoutDirection(Qt::LeftToRight);
    QVERIFY(!icon.isEmpty() && !text.isEmpty());
    const int gap = locale.textDirection() == Qt::RightToLeft ? icon.first() - text.last() : text.first() - icon.last();
    QVERIFY2(gap > 0 && gap < 12, qPrintable(QString::number(gap)));
}

void TestTexts::aPathKeepsItsOrderAmongRightToLeftText()
{
    const auto placeOf = [](const QString &text, QChar character) {
        QTextLayout layout(text);
        QTextOption option;
        option.setTextDirection(Qt::RightToLeft);
        layout.setTextOption(option);
        layout.beginLayout();
        const QTextLine line = layout.createLine();
        layout.endLayout();
        const QList<QGlyphRun> glyphs = line.glyphRuns(static_cast<int>(text.indexOf(character)), 1);
        return glyphs.value(0).positions().value(0).x();
    };
    const QString path = u"/srv"_s;
    QCOMPARE_GT(placeOf(path, u'/'), placeOf(path, u'v')); // without help
    QCOMPARE(pathText(path), path); // where none is needed

    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    const QString shown = pathText(path);
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);

    QCOMPARE_LT(placeOf(shown, u'/'), placeOf(shown, u's'));
}

void TestTexts::whatLooksLikeHtmlIsShownAsItIs()
{
    const QString hostile = u"<h1>big</h1><img src='file:///etc/hostname'>"_s;
    QTextDocument shown;
    shown.setHtml(literalText(hostile));
    QCOMPARE(shown.toPlainText(), hostile);
    QCOMPARE(literalText(u"1 < 2, and a & b"_s), u"1 < 2, and a & b"_s);
    ElidedLabel label;
    label.setText(hostile);
    shown.setHtml(label.toolTip());
    QCOMPARE(shown.toPlainText(), hostile);
}

QTEST_MAIN(TestTexts)
#include "test_texts.moc"
