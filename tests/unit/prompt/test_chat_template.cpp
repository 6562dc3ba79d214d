#include "prompt/chat_template.h"
#include "prompt/stop_filter.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace {
using Role = PromptMessage::Role;
using Family = ChatTemplate::Family;

// Templates with the marks by which families are known, in the ways their authors spell them.
const QString chatMl = u"{% for m in messages %}{{'<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + "
                       "'\\n'}}{% endfor %}"_s;
const QString qwen = u"{%- if messages[0]['role'] != 'system' %}{{- '<|im_start|>system\\nYou are Q.<|im_end|>\\n' "
                     "}}{%- endif %}"_s
    + chatMl;
const QString phi4 = u"{{'<|im_start|>user<|im_sep|>' + m['content'] + '<|im_end|>'}}"_s;
const QString llama3 = u"{% set content = '<|start_header_id|>' + m['role'] + '<|end_header_id|>\\n\\n' + "
                       "m['content'] | trim + '<|eot_id|>' %}"_s;
const QString llama31 =
    u"{%- set date_string = \"26 Jul 2024\" %}{{- \"<|start_header_id|>system<|end_header_id|>\\n\\n\" "
    "}}{{- \"Cutting Knowledge Date: December 2023\\n\" }}{{- \"Today Date: \" + date_string + "
    "\"\\n\\n\" }}"_s
    + llama3;
const QString gemma = u"{{ '<start_of_turn>' + role + '\\n' + (m['content'] | trim) + '<end_of_turn>\\n' }}"_s;
const QString phi3 = u"{{ '<|user|>\\n' + m['content'] + '<|end|>\\n' }}{{ '<|assistant|>\\n' }}"_s;
const QString phi4Mini = u"{{ '<|' + m['role'] + '|>' + m['content'] + '<|end|>' }}{{ '<|assistant|>' }}"_s;
const QString zephyr = u"{{ '<|user|>\\n' + m['content'] + eos_token }}{{ '<|assistant|>' }}"_s;
const QString llama2 =
    u"{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' %}{{ bos_token + '[INST] ' "
    "+ content.strip() + ' [/INST]' }}{{ ' ' + content.strip() + ' ' + eos_token }}"_s;
const QString mistral1 = u"{{ '[INST] ' + message['content'] + ' [/INST]' }}{{ message['content'] + eos_token}}"_s;
const QString mistral3 =
    u"{%- if loop.last and system_message is defined %}{{- \"[INST] \" + system_message + \"\\n\\n\" + "
    "message[\"content\"] + \"[/INST]\" }}{{- \" \" + message[\"content\"] + eos_token}}"_s;
const QString mistralNemo = u"{{- \"[INST]\" + message[\"content\"] + \"[/INST]\" }}{{- message[\"content\"] + "
                            "eos_token}}"_s;
const QString mistral7 = u"{{ '[SYSTEM_PROMPT]' + system + '[/SYSTEM_PROMPT]' }}{{ '[INST]' + content + '[/INST]' }}"_s;

const QList<PromptMessage> talk{
    {Role::System, u"S"_s}, {Role::User, u"A"_s}, {Role::Assistant, u"B"_s}, {Role::User, u"C"_s}};
const QList<PromptMessage> question{{Role::User, u"A"_s}};
} // namespace

/// What models are shown of a conversation, and where their answers end. The right texts are those that the makers of
/// the models document for one conversation.
class TestChatTemplate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rendersAConversation_data();
    void rendersAConversation();
    void leavesTheLastAnswerOpen_data();
    void leavesTheLastAnswerOpen();
    void recognisesNothingInWhatIsNotKnown_data();
    void recognisesNothingInWhatIsNotKnown();
    void assumesWhatTheVocabularyShowsOrShimmyDoes();
    void takesTheModelsOwnEndOfSequence();
    void doesNotTrimWhereTheFamilyDoesNot();

    void endsAtAStop_data();
    void endsAtAStop();
    void holdsNothingBackForLong();
};

void TestChatTemplate::rendersAConversation_data()
{
    QTest::addColumn<QString>("jinja");
    QTest::addColumn<QString>("conversation");
    QTest::addColumn<QString>("single");
    QTest::newRow("ChatML") << chatMl
                            << u"<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nA<|im_end|>\n"
                               "<|im_start|>assistant\nB<|im_end|>\n<|im_start|>user\nC<|im_end|>\n"
                               "<|im_start|>assistant\n"_s
                            << u"<|im_start|>user\nA<|im_end|>\n<|im_start|>assistant\n"_s;
    QTest::newRow("Qwen") << qwen
                          << u"<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nA<|im_end|>\n"
                             "<|im_start|>assistant\nB<|im_end|>\n<|im_start|>user\nC<|im_end|>\n"
                             "<|im_start|>assistant\n"_s
                          << u"<|im_start|>system\nYou are Q.<|im_end|>\n<|im_start|>user\nA<|im_end|>\n"
                             "<|im_start|>assistant\n"_s;
    QTest::newRow("Phi 4") << phi4
                           << u"<|im_start|>system<|im_sep|>S<|im_end|><|im_start|>user<|im_sep|>A<|im_end|>"
                              "<|im_start|>assistant<|im_sep|>B<|im_end|><|im_start|>user<|im_sep|>C<|im_end|>"
                              "<|im_start|>assistant<|im_sep|>"_s
                           << u"<|im_start|>user<|im_sep|>A<|im_end|><|im_start|>assistant<|im_sep|>"_s;
    const QString llama3Talk = u"<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nA<|eot_id|>"
                               "<|start_header_id|>assistant<|end_header_id|>\n\nB<|eot_id|>"
                               "<|start_header_id|>user<|end_header_id|>\n\nC<|eot_id|>"
                               "<|start_header_id|>assistant<|end_header_id|>\n\n"_s;
    const QString llama3Question = u"<|start_header_id|>user<|end_header_id|>\n\nA<|eot_id|>"
                                   "<|start_header_id|>assistant<|end_header_id|>\n\n"_s;
    QTest::newRow("Llama 3") << llama3 << QString(u"<|start_header_id|>system<|end_header_id|>\n\nS"_s + llama3Talk)
                             << llama3Question;
    const QString dated = u"<|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\n"
                          "Today Date: 26 Jul 2024\n\n"_s;
    QTest::newRow("Llama 3.1") << llama31 << QString(dated + u"S"_s + llama3Talk)
                               << QString(dated + u"<|eot_id|>"_s + llama3Question);
    QTest::newRow("Gemma") << gemma
                           << u"<start_of_turn>user\nS\n\nA<end_of_turn>\n<start_of_turn>model\nB<end_of_turn>\n"
                              "<start_of_turn>user\nC<end_of_turn>\n<start_of_turn>model\n"_s
                           << u"<start_of_turn>user\nA<end_of_turn>\n<start_of_turn>model\n"_s;
    QTest::newRow("Phi 3") << phi3
                           << u"<|system|>\nS<|end|>\n<|user|>\nA<|end|>\n<|assistant|>\nB<|end|>\n<|user|>\nC<|end|>\n"
                              "<|assistant|>\n"_s
                           << u"<|user|>\nA<|end|>\n<|assistant|>\n"_s;
    QTest::newRow("Phi 4 mini") << phi4Mini
                                << u"<|system|>S<|end|><|user|>A<|end|><|assistant|>B<|end|><|user|>C<|end|>"
                                   "<|assistant|>"_s
                                << u"<|user|>A<|end|><|assistant|>"_s;
    QTest::newRow("Zephyr") << zephyr
                            << u"<|system|>\nS</s>\n<|user|>\nA</s>\n<|assistant|>\nB</s>\n<|user|>\nC</s>\n"
                               "<|assistant|>\n"_s
                            << u"<|user|>\nA</s>\n<|assistant|>\n"_s;
    QTest::newRow("Llama 2") << llama2 << u"[INST] <<SYS>>\nS\n<</SYS>>\n\nA [/INST] B </s><s>[INST] C [/INST]"_s
                             << u"[INST] A [/INST]"_s;
    QTest::newRow("Mistral 0.1") << mistral1 << u"[INST] S\n\nA [/INST]B</s>[INST] C [/INST]"_s
                                 << u"[INST] A [/INST]"_s;
    QTest::newRow("Mistral 0.3") << mistral3 << u"[INST] A[/INST] B</s>[INST] S\n\nC[/INST]"_s << u"[INST] A[/INST]"_s;
    QTest::newRow("Mistral Nemo") << mistralNemo << u"[INST]S\n\nA[/INST]B</s>[INST]C[/INST]"_s << u"[INST]A[/INST]"_s;
    QTest::newRow("Mistral Small") << mistral7 << u"[SYSTEM_PROMPT]S[/SYSTEM_PROMPT][INST]A[/INST]B</s>[INST]C[/INST]"_s
                                   << u"[INST]A[/INST]"_s;
}

void TestChatTemplate::rendersAConversation()
{
    QFETCH(QString, jinja);

    const auto known = ChatTemplate::recognise(jinja, {});

    QVERIFY(known);
    QTEST(known->render(talk), "conversation");
    QTEST(known->render(question), "single");
}

void TestChatTemplate::leavesTheLastAnswerOpen_data()
{
    QTest::addColumn<QString>("jinja");
    QTest::addColumn<QString>("prompt");
    QTest::newRow("ChatML") << chatMl << u"<|im_start|>user\nA<|im_end|>\n<|im_start|>assistant\nB"_s;
    QTest::newRow("Gemma") << gemma << u"<start_of_turn>user\nA<end_of_turn>\n<start_of_turn>model\nB"_s;
    QTest::newRow("Mistral 0.3") << mistral3 << u"[INST] A[/INST] B"_s;
    QTest::newRow("Llama 2") << llama2 << u"[INST] A [/INST] B"_s;
}

void TestChatTemplate::leavesTheLastAnswerOpen()
{
    QFETCH(QString, jinja);
    const QList<PromptMessage> begun{{Role::User, u"A"_s}, {Role::Assistant, u"B"_s}};

    QTEST(ChatTemplate::recognise(jinja, {})->render(begun, true), "prompt");
}

void TestChatTemplate::recognisesNothingInWhatIsNotKnown_data()
{
    QTest::addColumn<QString>("jinja");
    QTest::newRow("nothing") << QString();
    QTest::newRow("plain words") << u"{{ 'USER: ' + m['content'] + ' ASSISTANT:' }}"_s;
    QTest::newRow("GLM") << u"[gMASK]<sop>{{ '<|user|>\\n' + m['content'] }}<|assistant|>{{ eos_token }}"_s;
    QTest::newRow("another's marks") << u"{{ '<|start_of_role|>user<|end_of_role|>' + m['content'] }}"_s;
}

void TestChatTemplate::recognisesNothingInWhatIsNotKnown()
{
    QFETCH(QString, jinja);

    QVERIFY(!ChatTemplate::recognise(jinja, {}));
}

void TestChatTemplate::assumesWhatTheVocabularyShowsOrShimmyDoes()
{
    QCOMPARE(ChatTemplate::assumedFor(u"TinyLlama-1.1B"_s, {u"<s>"_s}).family(), Family::Llama3);
    QCOMPARE(ChatTemplate::assumedFor(u"phi-3-mini"_s, {}).family(), Family::ChatMl);
    QCOMPARE(ChatTemplate::assumedFor(u"a-llama"_s, {u"<|im_start|>"_s}).family(), Family::ChatMl);
    QCOMPARE(ChatTemplate::assumedFor(u"x"_s, {u"<|start_header_id|>"_s}).family(), Family::Llama3);
    QCOMPARE(ChatTemplate::assumedFor(u"x"_s, {u"<start_of_turn>"_s}).family(), Family::Gemma);
}

void TestChatTemplate::takesTheModelsOwnEndOfSequence()
{
    const auto stable = ChatTemplate::recognise(zephyr, u"<|endoftext|>"_s);

    QCOMPARE(stable->render(question), u"<|user|>\nA<|endoftext|>\n<|assistant|>\n"_s);
    QVERIFY(stable->stops().contains(u"<|endoftext|>"_s));
    QCOMPARE(stable->stops().count(u"<|endoftext|>"_s), 1);
}

void TestChatTemplate::doesNotTrimWhereTheFamilyDoesNot()
{
    const QList<PromptMessage> spaced{{Role::User, u" A \n"_s}};

    QCOMPARE(ChatTemplate::recognise(chatMl, {})->render(spaced),
             u"<|im_start|>user\n A \n<|im_end|>\n<|im_start|>assistant\n"_s);
    QCOMPARE(ChatTemplate::recognise(gemma, {})->render(spaced),
             u"<start_of_turn>user\nA<end_of_turn>\n<start_of_turn>model\n"_s);
}

void TestChatTemplate::endsAtAStop_data()
{
    QTest::addColumn<QStringList>("stops");
    QTest::addColumn<QStringList>("pieces");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("match");
    const QStringList marks{u"<|im_end|>"_s, u"STOP"_s, u"\n\n"_s};
    QTest::newRow("none") << marks << QStringList{u"a<"_s, u"|im_"_s, u"start"_s} << u"a<|im_start"_s << QString();
    QTest::newRow("in one piece") << marks << QStringList{u"a STOP b"_s} << u"a "_s << u"STOP"_s;
    QTest::newRow("over three") << marks << QStringList{u"a<|"_s, u"im_e"_s, u"nd|>b"_s, u"c"_s} << u"a"_s
                                << u"<|im_end|>"_s;
    QTest::newRow("a letter each") << marks << QStringList{u"S"_s, u"S"_s, u"T"_s, u"O"_s, u"P"_s} << u"S"_s
                                   << u"STOP"_s;
    QTest::newRow("a false start") << marks << QStringList{u"STO"_s, u"STOP"_s} << u"STO"_s << u"STOP"_s;
    QTest::newRow("the first of two") << marks << QStringList{u"x\n\nSTOP"_s} << u"x"_s << u"\n\n"_s;
    QTest::newRow("at once") << marks << QStringList{u"STOP"_s} << QString() << u"STOP"_s;
    QTest::newRow("held back at the end") << marks << QStringList{u"x\n"_s} << u"x\n"_s << QString();
    QTest::newRow("no stops") << QStringList{QString()} << QStringList{u"x"_s, u"STOP"_s} << u"xSTOP"_s << QString();
    QTest::newRow("beside an emoji") << QStringList{u"😀!"_s} << QStringList{u"😀"_s, u"😁"_s, u"😀"_s, u"!"_s} << u"😀😁"_s
                                     << u"😀!"_s;
}

void TestChatTemplate::endsAtAStop()
{
    QFETCH(QStringList, stops);
    QFETCH(QStringList, pieces);
    StopFilter filter(stops);

    QString shown;
    for (const QString &piece : pieces) {
        const QString now = filter.add(piece);
        QVERIFY(now.isEmpty() || !now.back().isHighSurrogate());
        shown += now;
    }
    shown += filter.finish();

    QTEST(shown, "shown");
    QTEST(filter.match(), "match");
}

void TestChatTemplate::holdsNothingBackForLong()
{
    StopFilter filter({u"<|im_end|>"_s});

    QCOMPARE(filter.add(u"a < b <"_s), u"a < b "_s);
    QCOMPARE(filter.add(u"c"_s), u"<c"_s);
}

QTEST_GUILESS_MAIN(TestChatTemplate)
#include "test_chat_template.moc"
