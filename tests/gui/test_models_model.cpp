#include "models/models_filter.h"
#include "models/models_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

/// Models as rows.
class TestModelsModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesRowsOneByOne();
    void sortsAndFiltersByValues();
};

void TestModelsModel::changesRowsOneByOne()
{
    ModelsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto named = [](const QString &id, qint64 bytes) {
        ModelDetails details;
        details.id = id;
        details.bytes = bytes;
        return details;
    };
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setModels({named(u"a"_s, 1), named(u"b"_s, 2), named(u"c"_s, 3)});
    model.setModels({named(u"a"_s, 1), named(u"c"_s, 4), named(u"d"_s, 5)});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.rowOf(u"b"_s), -1);
    QCOMPARE(model.modelAt(model.rowOf(u"c"_s)).bytes, 4);
    QVERIFY(model.rowOf(u"d"_s) >= 0);
    QCOMPARE(changed.size(), 1); // of c
    QCOMPARE(reset.size(), 0);
    model.setActivity(u"a"_s, u"busy"_s);
    QCOMPARE(model.index(0, ModelsModel::State).data().toString(), u"busy"_s);
}

void TestModelsModel::sortsAndFiltersByValues()
{
    ModelsModel model;
    ModelsFilter filter(model, nullptr);
    ModelDetails small;
    small.id = u"small"_s;
    small.bytes = 900'000'000; // "900 MB" is behind "10 GB" as a text
    small.architecture = u"llama"_s;
    ModelDetails large;
    large.id = u"large"_s;
    large.bytes = 10'000'000'000;
    large.repo = u"org/Gemma"_s;
    large.lastUsed = QDateTime::currentDateTimeUtc();
    model.setModels({large, small});
    filter.sort(ModelsModel::Size);
    QCOMPARE(filter.index(0, 0).data().toString(), u"small"_s);
    filter.sort(ModelsModel::LastUsed, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, 0).data().toString(), u"large"_s);
    filter.setText(u"gemma LARGE"_s);
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(u"llama large"_s);
    QCOMPARE(filter.rowCount(), 0);
}

QTEST_MAIN(TestModelsModel)
#include "test_models_model.moc"
