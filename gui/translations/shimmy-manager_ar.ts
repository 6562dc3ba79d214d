<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>Amounts</name>
    <message>
        <source>%1/s</source>
        <translation>%1/ث</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 د %2 ث</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 س %2 د</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 ي %2 س</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s) ago</source>
        <translation>
            <numerusform>قبل أقل من دقيقة</numerusform>
            <numerusform>قبل دقيقة واحدة</numerusform>
            <numerusform>قبل دقيقتين</numerusform>
            <numerusform>قبل %Ln دقائق</numerusform>
            <numerusform>قبل %Ln دقيقة</numerusform>
            <numerusform>قبل %Ln دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s) ago</source>
        <translation>
            <numerusform>قبل أقل من ساعة</numerusform>
            <numerusform>قبل ساعة واحدة</numerusform>
            <numerusform>قبل ساعتين</numerusform>
            <numerusform>قبل %Ln ساعات</numerusform>
            <numerusform>قبل %Ln ساعة</numerusform>
            <numerusform>قبل %Ln ساعة</numerusform>
        </translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>أمس</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 مليار</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 مليون</translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation>%1 ألف</translation>
    </message>
</context>
<context>
    <name>AnswerFigures</name>
    <message>
        <source>%1 s</source>
        <translation>%1 ث</translation>
    </message>
    <message>
        <source>stopped at the token limit</source>
        <translation>توقفت عند حد الرموز</translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation>أوقفتها أنت</translation>
    </message>
    <message>
        <source>broken off by an error</source>
        <translation>قطعها خطأ</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>لا رموز</numerusform>
            <numerusform>رمز واحد</numerusform>
            <numerusform>رمزان</numerusform>
            <numerusform>%Ln رموز</numerusform>
            <numerusform>%Ln رمزًا</numerusform>
            <numerusform>%Ln رمز</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 رمز/ث</translation>
    </message>
    <message>
        <source>first token after %1</source>
        <translation>أول رمز بعد %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) in the prompt</source>
        <translation>
            <numerusform>لا رموز في المُطالبة</numerusform>
            <numerusform>رمز واحد في المُطالبة</numerusform>
            <numerusform>رمزان في المُطالبة</numerusform>
            <numerusform>%Ln رموز في المُطالبة</numerusform>
            <numerusform>%Ln رمزًا في المُطالبة</numerusform>
            <numerusform>%Ln رمز في المُطالبة</numerusform>
        </translation>
    </message>
    <message>
        <source>no text</source>
        <translation>لا يوجد نص</translation>
    </message>
    <message>
        <source>Waiting for the first token</source>
        <translation>في انتظار الرمز الأول</translation>
    </message>
    <message>
        <source>Waiting for the first token for %1</source>
        <translation>في انتظار الرمز الأول منذ %1</translation>
    </message>
</context>
<context>
    <name>ApiStream</name>
    <message>
        <source>%1 sends what is no stream of ours</source>
        <translation>‏%1 يرسل ما ليس دفقًا من shimmyd</translation>
    </message>
</context>
<context>
    <name>Autostart</name>
    <message>
        <source>%1 cannot be changed: %2</source>
        <translation>تعذّر تغيير %1: %2</translation>
    </message>
</context>
<context>
    <name>BrowseView</name>
    <message>
        <source>Repos</source>
        <translation>المستودعات</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>إعادة التحميل</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Ask the Hub again</source>
        <translation>الاستعلام من Hub مجددًا</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>جارٍ البحث…</translation>
    </message>
    <message>
        <source>The Hub has no such GGUF repo. Try other words, or fewer filters.</source>
        <translation>لا يوجد على Hub مستودع GGUF مطابق. جرّب كلمات أخرى أو قلّل المرشحات.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>جارٍ الاتصال…</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>غير متصل</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>النتائج: %1</translation>
    </message>
    <message>
        <source>%1 found, loading more…</source>
        <translation>النتائج: %1، جارٍ تحميل المزيد…</translation>
    </message>
    <message>
        <source>%1 found, that is all</source>
        <translation>النتائج: %1، وهذه كلها</translation>
    </message>
    <message>
        <source>%1 found, scroll for more</source>
        <translation>النتائج: %1، مرّر لعرض المزيد</translation>
    </message>
</context>
<context>
    <name>CancelQuestion</name>
    <message>
        <source>Cancel downloads</source>
        <translation>إلغاء التنزيلات</translation>
    </message>
    <message>
        <source>Cancel the download of %1?</source>
        <translation>هل تريد إلغاء تنزيل %1؟</translation>
    </message>
    <message>
        <source>Cancel %1 downloads?</source>
        <translation>هل تريد إلغاء %1 من التنزيلات؟</translation>
    </message>
    <message>
        <source>%1 have come already.</source>
        <translation>وصل %1 بالفعل.</translation>
    </message>
    <message>
        <source>&amp;Keep what came, for the next download of the same file</source>
        <translation>الا&amp;حتفاظ بما وصل للتنزيل التالي للملف نفسه</translation>
    </message>
    <message>
        <source>&amp;Cancel the download</source>
        <translation>إ&amp;لغاء التنزيل</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;متابعة التنزيل</translation>
    </message>
</context>
<context>
    <name>ChatHistory</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>تعذّرت قراءة %1: %2</translation>
    </message>
    <message>
        <source>%1 is too large to be a chat</source>
        <translation>حجم %1 أكبر من أن يكون محادثة</translation>
    </message>
    <message>
        <source>The chat cannot be kept in %1: %2</source>
        <translation>تعذّر حفظ المحادثة في %1: %2</translation>
    </message>
    <message>
        <source>Chat without a title</source>
        <translation>محادثة بلا عنوان</translation>
    </message>
    <message>
        <source>%1 cannot be deleted: %2</source>
        <translation>تعذّر حذف %1: %2</translation>
    </message>
</context>
<context>
    <name>ChatHistoryModel</name>
    <message>
        <source>no answer yet</source>
        <translation>لا إجابة بعد</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>Search past chats</source>
        <translation>البحث في المحادثات السابقة</translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation>البحث في المحادثات</translation>
    </message>
    <message>
        <source>Past chats</source>
        <translation>المحادثات السابقة</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>إعادة ال&amp;تسمية</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;حذف</translation>
    </message>
    <message>
        <source>Delete chat</source>
        <translation>حذف المحادثة</translation>
    </message>
    <message>
        <source>Delete this chat for ever?</source>
        <translation>هل تريد حذف هذه المحادثة نهائيًا؟</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
</context>
<context>
    <name>ChatPane</name>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>فتح في المتصفح</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>نسخ العنوان</translation>
    </message>
    <message>
        <source>A new chat with %1</source>
        <translation>محادثة جديدة مع %1</translation>
    </message>
    <message>
        <source>%1 is not installed on %2.</source>
        <translation>النموذج %1 غير مثبّت على %2.</translation>
    </message>
    <message>
        <source>Choose another model to go on.</source>
        <translation>اختر نموذجًا آخر للمتابعة.</translation>
    </message>
    <message>
        <source>The last prompt has no answer.</source>
        <translation>لا توجد إجابة عن المُطالبة الأخيرة.</translation>
    </message>
    <message>
        <source>The model names this address. Open it?</source>
        <translation>ذكر النموذج هذا العنوان. هل تريد فتحه؟</translation>
    </message>
</context>
<context>
    <name>ChatSession</name>
    <message>
        <source>The window has turned to another server before the answer was complete</source>
        <translation>انتقلت النافذة إلى خادم آخر قبل اكتمال الإجابة</translation>
    </message>
    <message>
        <source>Try again to ask the new one</source>
        <translation>أعد المحاولة لسؤال الخادم الجديد</translation>
    </message>
</context>
<context>
    <name>ChecksModel</name>
    <message>
        <source>Name of the Hub</source>
        <translation>اسم Hub</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>الوكيل</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>الشهادة</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Hub token</source>
        <translation>رمز الوصول إلى Hub</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>الساعة</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>القرص</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Shimmy</source>
        <translation>Shimmy</translation>
    </message>
    <message>
        <source>Answer of a model</source>
        <translation>إجابة نموذج</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>يعمل</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>لا يعمل</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>تم تخطيه</translation>
    </message>
    <message>
        <source>What</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>الملاحظة</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>الإجراء المقترح</translation>
    </message>
</context>
<context>
    <name>ComputerChoice</name>
    <message>
        <source>Where models run</source>
        <translation>مكان تشغيل النماذج</translation>
    </message>
    <message>
        <source>On &amp;this computer</source>
        <translation>على &amp;هذا الحاسوب</translation>
    </message>
    <message>
        <source>On an&amp;other one, where a shimmyd runs</source>
        <translation>على حاسوب آ&amp;خر يعمل عليه shimmyd</translation>
    </message>
    <message>
        <source>Folder of the models</source>
        <translation>مجلد النماذج</translation>
    </message>
    <message>
        <source>&amp;Use this computer</source>
        <translation>استخدام هذا الحاسو&amp;ب</translation>
    </message>
    <message>
        <source>Hub token, if you have one</source>
        <translation>رمز الوصول إلى Hub، إن وُجد</translation>
    </message>
    <message>
        <source>Test a&amp;nd save</source>
        <translation>اخ&amp;تبار وحفظ</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>مفتاح API</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>ات&amp;صال</translation>
    </message>
    <message>
        <source>Only needed for private and gated models</source>
        <translation>مطلوب فقط للنماذج الخاصة والنماذج المقيّدة الوصول</translation>
    </message>
    <message>
        <source>&amp;Models folder:</source>
        <translation>مجلد ال&amp;نماذج:</translation>
    </message>
    <message>
        <source>Hub to&amp;ken:</source>
        <translation>&amp;رمز الوصول إلى Hub:</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا يوجد</translation>
    </message>
    <message>
        <source>Add&amp;ress:</source>
        <translation>الع&amp;نوان:</translation>
    </message>
    <message>
        <source>API &amp;key:</source>
        <translation>م&amp;فتاح API:</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>&amp;Use this folder</source>
        <translation>استخدام هذا المجل&amp;د</translation>
    </message>
    <message>
        <source>The Hub is asked whose token this is…</source>
        <translation>جارٍ الاستعلام من Hub عن صاحب رمز الوصول هذا…</translation>
    </message>
    <message>
        <source>Signed in as %1.</source>
        <translation>تم تسجيل الدخول باسم %1.</translation>
    </message>
    <message>
        <source>This is not the address of a shimmyd: %1</source>
        <translation>هذا ليس عنوان shimmyd: %1</translation>
    </message>
    <message>
        <source>Use for example https://host:8080</source>
        <translation>استخدم مثلًا https://host:8080</translation>
    </message>
    <message>
        <source>%1 is being asked…</source>
        <translation>جارٍ الاستعلام من %1…</translation>
    </message>
    <message>
        <source>%1 answers and lets you in.</source>
        <translation>يستجيب %1 ويسمح لك بالوصول.</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>the file holds no chat</source>
        <translation>لا يحتوي الملف على محادثة</translation>
    </message>
    <message>
        <source>the chat was kept by a later version of Shimmy Manager</source>
        <translation>حُفظت المحادثة بإصدار أحدث من Shimmy Manager</translation>
    </message>
    <message>
        <source>open it with that version</source>
        <translation>افتحها بذلك الإصدار</translation>
    </message>
</context>
<context>
    <name>DeleteQuestion</name>
    <message>
        <source>Delete a model</source>
        <translation>حذف نموذج</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>هل تريد حذف %1؟</translation>
    </message>
    <message>
        <source>%1 are freed on the server.</source>
        <translation>ستتحرر مساحة %1 على الخادم.</translation>
    </message>
    <message>
        <source>%1 It did not come from the Hub and cannot be pulled again.</source>
        <translation>‏%1 لم يأتِ هذا النموذج من Hub ولا يمكن تنزيله مجددًا.</translation>
    </message>
    <message>
        <source>%1 It can be pulled again from %2.</source>
        <translation>‏%1 يمكن تنزيله مجددًا من %2.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;حذف</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>إ&amp;بقاء</translation>
    </message>
</context>
<context>
    <name>DesktopApplication</name>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>Downloads go on</source>
        <translation>التنزيلات مستمرة</translation>
    </message>
    <message>
        <source>Shimmy Manager is in the tray. Quit it there to stop them.</source>
        <translation>يعمل Shimmy Manager في علبة النظام. أنهِه من هناك لإيقاف التنزيلات.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message numerus="yes">
        <source>%Ln download(s) are running.</source>
        <translation>
            <numerusform>لا توجد تنزيلات جارية.</numerusform>
            <numerusform>هناك تنزيل واحد جارٍ.</numerusform>
            <numerusform>هناك تنزيلان جاريان.</numerusform>
            <numerusform>هناك %Ln تنزيلات جارية.</numerusform>
            <numerusform>هناك %Ln تنزيلًا جاريًا.</numerusform>
            <numerusform>هناك %Ln تنزيل جارٍ.</numerusform>
        </translation>
    </message>
    <message>
        <source>They stop now, keep what has arrived, and go on at the next start.</source>
        <translation>ستتوقف الآن مع الاحتفاظ بما وصل، وتُستأنف عند التشغيل التالي.</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إ&amp;نهاء</translation>
    </message>
    <message>
        <source>The API key of the service is not found</source>
        <translation>تعذّر العثور على مفتاح API الخاص بالخدمة</translation>
    </message>
    <message>
        <source>Unlock the keychain and try again, or set another key in Server, Settings</source>
        <translation>افتح قفل سلسلة المفاتيح وحاول مجددًا، أو عيّن مفتاحًا آخر في الخادم، الإعدادات</translation>
    </message>
    <message>
        <source>The service is being started anew</source>
        <translation>يجري تشغيل الخدمة من جديد</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>E&amp;xamine</source>
        <translation>بدء ال&amp;فحص</translation>
    </message>
    <message>
        <source>Also as&amp;k a model</source>
        <translation>سؤال &amp;نموذج أيضًا</translation>
    </message>
    <message>
        <source>Finds out whether the Hub can be reached, the disk has room and Shimmy answers.</source>
        <translation>يتحقق من إمكانية الوصول إلى Hub، ومن توفر مساحة على القرص، ومن استجابة Shimmy.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>نتائج الفحص</translation>
    </message>
    <message>
        <source>The smallest model answers with one word; left out while others wait</source>
        <translation>يجيب أصغر نموذج بكلمة واحدة؛ ويُتخطى ذلك ما دام آخرون ينتظرون</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>نسخ التقرير</translation>
    </message>
    <message>
        <source>The examination is in progress</source>
        <translation>الفحص جارٍ</translation>
    </message>
    <message>
        <source>The examination took %1 s.</source>
        <translation>استغرق الفحص %1 ث.</translation>
    </message>
    <message>
        <source>Something does not work.</source>
        <translation>هناك شيء لا يعمل.</translation>
    </message>
    <message>
        <source>All works, but something needs attention.</source>
        <translation>كل شيء يعمل، لكن هناك ما يحتاج إلى انتباهك.</translation>
    </message>
    <message>
        <source>All works.</source>
        <translation>كل شيء يعمل.</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>Asking the Hub</source>
        <translation>جارٍ الاستعلام من Hub</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>في قائمة الانتظار</translation>
    </message>
    <message>
        <source>Reserving space</source>
        <translation>جارٍ حجز المساحة</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>جارٍ التنزيل</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>جارٍ التحقق</translation>
    </message>
    <message>
        <source>Adding to the models</source>
        <translation>جارٍ الإضافة إلى النماذج</translation>
    </message>
    <message>
        <source>Making it ready</source>
        <translation>جارٍ التجهيز</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>متوقف مؤقتًا</translation>
    </message>
    <message>
        <source>Waiting for disk space</source>
        <translation>في انتظار مساحة على القرص</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>ملغى</translation>
    </message>
    <message>
        <source>Stopped with the service</source>
        <translation>توقف مع الخدمة</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>النشطة</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>المكتملة</translation>
    </message>
</context>
<context>
    <name>DownloadsModel</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>Place in the queue</source>
        <translation>الموضع في قائمة الانتظار</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدم</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>السرعة</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>الوقت المتبقي</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>تاريخ الإضافة</translation>
    </message>
</context>
<context>
    <name>DownloadsView</name>
    <message>
        <source>Downloads</source>
        <translation>التنزيلات</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>التصفية حسب الحالة</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>جارٍ الاستعلام من الخادم…</translation>
    </message>
    <message>
        <source>No downloads</source>
        <translation>لا توجد تنزيلات</translation>
    </message>
    <message>
        <source>What you pull in Browse appears here until it is a model.</source>
        <translation>ما تنزّله من «تصفّح» يظهر هنا إلى أن يصبح نموذجًا.</translation>
    </message>
    <message>
        <source>None in this state</source>
        <translation>لا توجد تنزيلات بهذه الحالة</translation>
    </message>
    <message>
        <source>The other downloads are under All.</source>
        <translation>التنزيلات الأخرى تجدها ضمن «الكل».</translation>
    </message>
    <message>
        <source>Select a download to see its details.</source>
        <translation>حدد تنزيلًا لعرض تفاصيله.</translation>
    </message>
</context>
<context>
    <name>ElidedLabel</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;نسخ</translation>
    </message>
</context>
<context>
    <name>EmbeddedServer</name>
    <message>
        <source>The folder %1 cannot be made</source>
        <translation>تعذّر إنشاء المجلد %1</translation>
    </message>
    <message>
        <source>Choose another folder for the models</source>
        <translation>اختر مجلدًا آخر للنماذج</translation>
    </message>
</context>
<context>
    <name>FileSecretStore</name>
    <message>
        <source>The secrets in %1 cannot be kept: %2</source>
        <translation>تعذّر حفظ البيانات السرية في %1: %2</translation>
    </message>
    <message>
        <source>Make the file writable for you, or remove it</source>
        <translation>اجعل الملف قابلًا للكتابة من حسابك أو أزله</translation>
    </message>
</context>
<context>
    <name>FileStatus</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Paused at %1 %</source>
        <translation>متوقف مؤقتًا عند %1 %</translation>
    </message>
    <message>
        <source>Queued, place %1</source>
        <translation>في قائمة الانتظار، الموضع %1</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>في قائمة الانتظار</translation>
    </message>
    <message>
        <source>Waits for space</source>
        <translation>ينتظر مساحة</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>جارٍ التحقق</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>جارٍ التحميل</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>جارٍ بدء التشغيل</translation>
    </message>
    <message>
        <source>Installed as %1</source>
        <translation>مثبّت باسم %1</translation>
    </message>
    <message>
        <source>Update available</source>
        <translation>يتوفر تحديث</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>مثبّت</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>غير مكتمل</translation>
    </message>
    <message>
        <source>The repo lacks parts of this file: it cannot be pulled</source>
        <translation>تنقص المستودع أجزاء من هذا الملف، لذا لا يمكن تنزيله</translation>
    </message>
</context>
<context>
    <name>FirstModelBox</name>
    <message>
        <source>%1 of %2, %3</source>
        <translation>%1 من %2، %3</translation>
    </message>
    <message>
        <source>Being verified</source>
        <translation>جارٍ التحقق</translation>
    </message>
    <message>
        <source>Being loaded</source>
        <translation>جارٍ التحميل</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>متوقف مؤقتًا</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>A first model</source>
        <translation>نموذج أول</translation>
    </message>
    <message>
        <source>&amp;Download and try</source>
        <translation>تن&amp;زيل وتجربة</translation>
    </message>
    <message>
        <source>Small models to begin with</source>
        <translation>نماذج صغيرة للبدء</translation>
    </message>
    <message>
        <source>Progress of the download</source>
        <translation>تقدم التنزيل</translation>
    </message>
    <message>
        <source>First say where models are to run.</source>
        <translation>حدد أولًا مكان تشغيل النماذج.</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>جارٍ بدء تشغيل الخدمة.</translation>
    </message>
    <message>
        <source>Tr&amp;y it</source>
        <translation>تجرب&amp;ة</translation>
    </message>
    <message>
        <source>The download was cancelled.</source>
        <translation>تم إلغاء التنزيل.</translation>
    </message>
    <message>
        <source>Try it again, or take another one.</source>
        <translation>أعد المحاولة أو اختر نموذجًا آخر.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
</context>
<context>
    <name>FirstModelsModel</name>
    <message>
        <source>No file of it fits</source>
        <translation>لا يناسب الجهاز أيٌّ من ملفاته</translation>
    </message>
    <message>
        <source>The Hub is asked…</source>
        <translation>جارٍ الاستعلام من Hub…</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>مثبّت</translation>
    </message>
    <message>
        <source>Fits this machine</source>
        <translation>يناسب هذا الجهاز</translation>
    </message>
    <message>
        <source>Needs more memory than there is</source>
        <translation>يحتاج إلى ذاكرة أكبر من المتوفرة</translation>
    </message>
    <message>
        <source>%1
Needs %2 of %3 memory</source>
        <translation>‏%1
يحتاج إلى %2 من الذاكرة البالغة %3</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
</context>
<context>
    <name>Fit</name>
    <message>
        <source>Fits</source>
        <translation>مناسب</translation>
    </message>
    <message>
        <source>Barely fits</source>
        <translation>مناسب بالكاد</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>كبير جدًا</translation>
    </message>
    <message>
        <source>Needs about %1 of the server&apos;s %2 of memory in a usual quantization</source>
        <translation>يحتاج إلى نحو %1 من ذاكرة الخادم البالغة %2 عند التكميم المعتاد</translation>
    </message>
    <message>
        <source>Needs about %1 of the server&apos;s %2 of memory: %3 for the weights, %4 for a context and the process</source>
        <translation>يحتاج إلى نحو %1 من ذاكرة الخادم البالغة %2: %3 للأوزان و%4 للسياق والعملية</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>اختيار…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>اختيار مجلد</translation>
    </message>
    <message>
        <source>Folder for the models</source>
        <translation>مجلد النماذج</translation>
    </message>
    <message>
        <source>Type the whole path of a folder</source>
        <translation>اكتب المسار الكامل للمجلد</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>المساحة الحرة: %1</translation>
    </message>
    <message>
        <source>Looking for free space…</source>
        <translation>جارٍ تحديد المساحة الحرة…</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>It took %1 s</source>
        <translation>استغرق ذلك %1 ث</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>‏%1؛ %2</translation>
    </message>
    <message>
        <source>Instance %1: %2</source>
        <translation>المثيل %1: %2</translation>
    </message>
    <message>
        <source>Fresh instances took over</source>
        <translation>تولّت مثيلات جديدة العمل</translation>
    </message>
    <message>
        <source>Fresh instances could not take over</source>
        <translation>لم تتمكن المثيلات الجديدة من تولّي العمل</translation>
    </message>
    <message>
        <source>An instance ended by itself</source>
        <translation>انتهى أحد المثيلات من تلقاء نفسه</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>الحدث</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>التفاصيل</translation>
    </message>
</context>
<context>
    <name>InlineMessage</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>إغلاق الرسالة</translation>
    </message>
</context>
<context>
    <name>InstancesModel</name>
    <message>
        <source>Starting</source>
        <translation>جارٍ بدء التشغيل</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>جاهز</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>جارٍ توليد الإجابة</translation>
    </message>
    <message>
        <source>Ending after its answers</source>
        <translation>ينتهي بعد إتمام إجاباته</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>جارٍ الإنهاء</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>انتهى</translation>
    </message>
    <message>
        <source>%1, to take over</source>
        <translation>‏%1، سيتولى العمل</translation>
    </message>
    <message>
        <source>%1, replaced</source>
        <translation>‏%1، تم استبداله</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Being replaced</source>
        <translation>جارٍ الاستبدال</translation>
    </message>
    <message>
        <source>Waiting to start again</source>
        <translation>في انتظار إعادة التشغيل</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فشل</translation>
    </message>
    <message>
        <source>Its last output:
%1</source>
        <translation>آخر مخرجاته:
%1</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>المثيل</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Answers in progress</source>
        <translation>الإجابات الجارية</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>Running since</source>
        <translation>قيد التشغيل منذ</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>العملية</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
</context>
<context>
    <name>JobActions</name>
    <message>
        <source>&amp;Resume</source>
        <translation>ا&amp;ستئناف</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>إ&amp;يقاف مؤقت</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>إعادة ال&amp;محاولة</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>إل&amp;غاء</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>نقل إلى أ&amp;على</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>نقل إلى أسف&amp;ل</translation>
    </message>
    <message>
        <source>&amp;Open in the Playground</source>
        <translation>&amp;فتح في ساحة التجربة</translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <translation>إيقاف مؤقت أو استئناف</translation>
    </message>
</context>
<context>
    <name>JobDetails</name>
    <message>
        <source>Open in the Playground</source>
        <translation>فتح في ساحة التجربة</translation>
    </message>
    <message>
        <source>Details of the selected download</source>
        <translation>تفاصيل التنزيل المحدد</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Which parts of the file are there</source>
        <translation>أجزاء الملف المتوفرة</translation>
    </message>
    <message>
        <source>Repo:</source>
        <translation>المستودع:</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>الملف:</translation>
    </message>
    <message>
        <source>Commit:</source>
        <translation>الإيداع:</translation>
    </message>
    <message>
        <source>SHA-256:</source>
        <translation>‏SHA-256:</translation>
    </message>
    <message>
        <source>Reconnections:</source>
        <translation>مرات إعادة الاتصال:</translation>
    </message>
    <message>
        <source>not chosen yet</source>
        <translation>لم يُختر بعد</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>غير معروف بعد</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>KeyBox</name>
    <message>
        <source>API key</source>
        <translation>مفتاح API</translation>
    </message>
    <message>
        <source>New API key</source>
        <translation>مفتاح API جديد</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>حف&amp;ظ</translation>
    </message>
    <message>
        <source>Rem&amp;ove</source>
        <translation>إزال&amp;ة</translation>
    </message>
    <message>
        <source>Not set. Every program on this computer may use the service.</source>
        <translation>غير معيَّن. يمكن لكل برنامج على هذا الحاسوب استخدام الخدمة.</translation>
    </message>
    <message>
        <source>Ma&amp;ke one</source>
        <translation>إن&amp;شاء مفتاح</translation>
    </message>
    <message>
        <source>A key has %1 to %2 letters, digits and signs, without spaces and colons.</source>
        <translation>يتكون المفتاح من %1 إلى %2 حرفًا ورقمًا ورمزًا، دون مسافات ولا نقطتين رأسيتين.</translation>
    </message>
    <message>
        <source>Let one be made that nobody guesses</source>
        <translation>دع البرنامج ينشئ مفتاحًا لا يخمّنه أحد</translation>
    </message>
    <message>
        <source>Programs that use the service must send this key from now on.</source>
        <translation>على البرامج التي تستخدم الخدمة أن ترسل هذا المفتاح من الآن فصاعدًا.</translation>
    </message>
    <message>
        <source>Copy it for your programs, then save it.</source>
        <translation>انسخه لبرامجك، ثم احفظه.</translation>
    </message>
</context>
<context>
    <name>KeychainSecretStore</name>
    <message>
        <source>The keychain denies access</source>
        <translation>ترفض سلسلة المفاتيح الوصول</translation>
    </message>
    <message>
        <source>Unlock it and try again</source>
        <translation>افتح قفلها ثم أعد المحاولة</translation>
    </message>
    <message>
        <source>There is no keychain: %1</source>
        <translation>لا توجد سلسلة مفاتيح: %1</translation>
    </message>
</context>
<context>
    <name>LogModel</name>
    <message>
        <source>Debug</source>
        <translation>تصحيح الأخطاء</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>معلومات</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>%1
Request %2</source>
        <translation>‏%1
الطلب %2</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>المستوى</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>الفئة</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>الرسالة</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Fo&amp;llow</source>
        <translation>م&amp;تابعة</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Least level</source>
        <translation>أدنى مستوى</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Information and more</source>
        <translation>المعلومات وما فوقها</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>التحذيرات والأخطاء</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>الأخطاء</translation>
    </message>
    <message>
        <source>Text that lines must contain</source>
        <translation>النص الذي يجب أن تحتويه الأسطر</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message>
        <source>Keep the newest line in sight</source>
        <translation>إبقاء أحدث سطر ظاهرًا</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>نسخ الأسطر المحددة، أو كل الأسطر المعروضة</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Empty the view; the server keeps its log</source>
        <translation>إفراغ العرض؛ يحتفظ الخادم بسجله</translation>
    </message>
    <message>
        <source>Lines: %1</source>
        <translation>الأسطر: %1</translation>
    </message>
    <message>
        <source>Lines: %1 of %2</source>
        <translation>الأسطر: %1 من %2</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Choose a server</source>
        <translation>اختيار خادم</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>الإجراءات</translation>
    </message>
    <message>
        <source>&amp;Actions</source>
        <translation>الإ&amp;جراءات</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>تصفّح</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>التنزيلات</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>ساحة التجربة</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>%1 does not answer. It is tried again by itself.</source>
        <translation>لا يستجيب %1. ستُعاد المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>About Shimmy Manager</source>
        <translation>حول Shimmy Manager</translation>
    </message>
    <message>
        <source>Shimmy Manager %1

Finds, pulls and serves GGUF models with Shimmy.</source>
        <translation>Shimmy Manager %1

يعثر على نماذج GGUF وينزّلها ويتيحها باستخدام Shimmy.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>مرحبًا</translation>
    </message>
</context>
<context>
    <name>ModelActions</name>
    <message>
        <source>&amp;Open in the Playground</source>
        <translation>&amp;فتح في ساحة التجربة</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>التح&amp;قق</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>حما&amp;ية</translation>
    </message>
    <message>
        <source>&amp;Check for update</source>
        <translation>ال&amp;بحث عن تحديث</translation>
    </message>
    <message>
        <source>&amp;Update</source>
        <translation>ت&amp;حديث</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>ت&amp;صدير…</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>ح&amp;ذف</translation>
    </message>
    <message>
        <source>Copy &amp;name</source>
        <translation>&amp;نسخ الاسم</translation>
    </message>
    <message>
        <source>Copy curl co&amp;mmand</source>
        <translation>نسخ أ&amp;مر curl</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>ا&amp;ستيراد…</translation>
    </message>
    <message>
        <source>Never remove it to make room for another</source>
        <translation>عدم إزالته أبدًا لإفساح المجال لنموذج آخر</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>اختر نموذجًا</translation>
    </message>
</context>
<context>
    <name>ModelExport</name>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>تعذّرت كتابة %1: %2</translation>
    </message>
</context>
<context>
    <name>ModelPane</name>
    <message>
        <source>Details of the selected model</source>
        <translation>تفاصيل النموذج المحدد</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Content:</source>
        <translation>المحتوى:</translation>
    </message>
    <message>
        <source>Memory:</source>
        <translation>الذاكرة:</translation>
    </message>
    <message>
        <source>Chat template:</source>
        <translation>قالب المحادثة:</translation>
    </message>
    <message>
        <source>Origin:</source>
        <translation>المصدر:</translation>
    </message>
    <message>
        <source>Added:</source>
        <translation>تاريخ الإضافة:</translation>
    </message>
    <message>
        <source>Repo:</source>
        <translation>المستودع:</translation>
    </message>
    <message>
        <source>Commit:</source>
        <translation>الإيداع:</translation>
    </message>
    <message>
        <source>SHA-256:</source>
        <translation>‏SHA-256:</translation>
    </message>
    <message>
        <source>File on the server:</source>
        <translation>الملف على الخادم:</translation>
    </message>
    <message>
        <source>%1 of %2: it fits</source>
        <translation>%1 من %2: تتسع له الذاكرة</translation>
    </message>
    <message>
        <source>%1 of %2: it does not fit</source>
        <translation>%1 من %2: لا تتسع له الذاكرة</translation>
    </message>
    <message>
        <source>Pulled from the Hub</source>
        <translation>تم تنزيله من Hub</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>تم استيراده</translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>تم استيراده من %1</translation>
    </message>
    <message>
        <source>Found in the models folder</source>
        <translation>عُثر عليه في مجلد النماذج</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>المعلمات: %1</translation>
    </message>
    <message>
        <source>%1 bits per weight</source>
        <translation>%1 بت لكل وزن</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>موجود في الملف</translation>
    </message>
    <message>
        <source>None in the file</source>
        <translation>غير موجود في الملف</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا يوجد</translation>
    </message>
    <message>
        <source>not known; a verification finds it</source>
        <translation>غير معروفة؛ يمكن معرفتها بالتحقق</translation>
    </message>
</context>
<context>
    <name>ModelTasks</name>
    <message>
        <source>Verifying %1</source>
        <translation>جارٍ التحقق من %1</translation>
    </message>
    <message>
        <source>Stop watching; the server goes on</source>
        <translation>إيقاف المتابعة؛ يواصل الخادم العمل</translation>
    </message>
    <message>
        <source>Being verified, %1 %</source>
        <translation>قيد التحقق، %1 %</translation>
    </message>
    <message>
        <source>%1 is unharmed.</source>
        <translation>النموذج %1 سليم.</translation>
    </message>
    <message>
        <source>Its SHA-256 is the one that was published.</source>
        <translation>قيمة SHA-256 مطابقة للقيمة المنشورة.</translation>
    </message>
    <message>
        <source>%1 was read whole.</source>
        <translation>قُرئ %1 بالكامل.</translation>
    </message>
    <message>
        <source>There was no SHA-256 to compare with. From now on there is.</source>
        <translation>لم تكن هناك قيمة SHA-256 للمقارنة بها. وهي متوفرة من الآن فصاعدًا.</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>جارٍ استيراد %1</translation>
    </message>
    <message>
        <source>%1 was imported.</source>
        <translation>تم استيراد %1.</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>جارٍ تصدير %1</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>إيقاف التصدير</translation>
    </message>
    <message>
        <source>%1 was exported.</source>
        <translation>تم تصدير %1.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 في %2</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Import models</source>
        <translation>استيراد نماذج</translation>
    </message>
    <message>
        <source>Models and bundles (*.gguf *.tar)</source>
        <translation>النماذج والحزم (*.gguf *.tar)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>استيراد نموذج</translation>
    </message>
    <message>
        <source>%1 is another computer: a file must be there already.
Path of a GGUF file or a bundle (.tar) on that computer:</source>
        <translation>الخادم %1 حاسوب آخر: يجب أن يكون الملف موجودًا عليه مسبقًا.
مسار ملف GGUF أو حزمة (.tar) على ذلك الحاسوب:</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>تصدير %1</translation>
    </message>
    <message>
        <source>Bundles (*.tar)</source>
        <translation>الحزم (*.tar)</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>جاهز</translation>
    </message>
    <message>
        <source>Being made ready</source>
        <translation>قيد التجهيز</translation>
    </message>
    <message>
        <source>Being verified</source>
        <translation>قيد التحقق</translation>
    </message>
    <message>
        <source>Being deleted</source>
        <translation>قيد الحذف</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>تالف</translation>
    </message>
    <message>
        <source>Kept, not a model to ask</source>
        <translation>محفوظ، لكنه لا يجيب عن المُطالبات</translation>
    </message>
</context>
<context>
    <name>ModelsModel</name>
    <message>
        <source>never</source>
        <translation>لم يُستخدم بعد</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>محمي</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>متوفر</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا يوجد</translation>
    </message>
    <message>
        <source>Tokens, as the file says</source>
        <translation>عدد الرموز، وفقًا للملف</translation>
    </message>
    <message>
        <source>Never removed to make room for another</source>
        <translation>لا يُزال أبدًا لإفساح المجال لنموذج آخر</translation>
    </message>
    <message>
        <source>The Hub was not asked yet</source>
        <translation>لم يُستعلم من Hub بعد</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>التكميم</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>البنية</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>السياق</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>آخر استخدام</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>التحديث</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
</context>
<context>
    <name>ModelsView</name>
    <message>
        <source>Browse the Hub</source>
        <translation>تصفّح Hub</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Filter the models</source>
        <translation>تصفية النماذج</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>تصفية</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>جارٍ الاستعلام من الخادم…</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>لا توجد نتائج</translation>
    </message>
    <message>
        <source>No model&apos;s name, repo, architecture or quantization is like that.</source>
        <translation>لا يوجد نموذج يطابق ذلك باسمه أو مستودعه أو بنيته أو تكميمه.</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>لا توجد نماذج بعد</translation>
    </message>
    <message>
        <source>Pull one from the Hub, or drop a GGUF file here to import it.</source>
        <translation>نزّل نموذجًا من Hub، أو أفلت ملف GGUF هنا لاستيراده.</translation>
    </message>
    <message>
        <source>Select a model to see its details.</source>
        <translation>حدد نموذجًا لعرض تفاصيله.</translation>
    </message>
    <message>
        <source>Say hello in one sentence.</source>
        <translation>قل مرحبًا في جملة واحدة.</translation>
    </message>
    <message>
        <source>%1 is what the Hub has.</source>
        <translation>النموذج %1 مطابق لما هو متوفر على Hub.</translation>
    </message>
    <message>
        <source>%1 are to be pulled.</source>
        <translation>الحجم المطلوب تنزيله: %1.</translation>
    </message>
    <message>
        <source>The Hub has another version of %1.</source>
        <translation>تتوفر على Hub نسخة أخرى من %1.</translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation>تم حذف %1.</translation>
    </message>
    <message>
        <source>%1 are free again.</source>
        <translation>تحررت مساحة %1.</translation>
    </message>
    <message>
        <source>%1 will be free when its last generation has ended.</source>
        <translation>ستتحرر مساحة %1 عند انتهاء آخر إجابة للنموذج.</translation>
    </message>
    <message>
        <source>%1 is another computer and cannot read files of this one.</source>
        <translation>الخادم %1 حاسوب آخر ولا يمكنه قراءة ملفات هذا الحاسوب.</translation>
    </message>
    <message>
        <source>Bring the file there, then import it by its path.</source>
        <translation>انقل الملف إليه، ثم استورده باستخدام مساره.</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Answers in progress: %1.</source>
        <translation>الإجابات الجارية: %1.</translation>
    </message>
    <message>
        <source>%1 Nobody waits.</source>
        <translation>‏%1 لا أحد في الانتظار.</translation>
    </message>
    <message>
        <source>%1 Waiting: %2 of at most %3, about %4 each: %5</source>
        <translation>‏%1 في الانتظار: %2 من %3 كحد أقصى، نحو %4 لكل منها: %5</translation>
    </message>
    <message>
        <source>Restart Shimmy</source>
        <translation>إعادة تشغيل Shimmy</translation>
    </message>
    <message>
        <source>Instances of Shimmy</source>
        <translation>مثيلات Shimmy</translation>
    </message>
    <message>
        <source>Recent events</source>
        <translation>الأحداث الأخيرة</translation>
    </message>
    <message>
        <source>Have fresh instances take over, without a failed request</source>
        <translation>نقل العمل إلى مثيلات جديدة دون إخفاق أي طلب</translation>
    </message>
    <message>
        <source>Fresh instances are starting</source>
        <translation>جارٍ بدء مثيلات جديدة</translation>
    </message>
    <message>
        <source>Server:</source>
        <translation>الخادم:</translation>
    </message>
    <message>
        <source>Service:</source>
        <translation>الخدمة:</translation>
    </message>
    <message>
        <source>Running for:</source>
        <translation>مدة التشغيل:</translation>
    </message>
    <message>
        <source>Free disk space:</source>
        <translation>المساحة الحرة على القرص:</translation>
    </message>
    <message>
        <source>Shimmy:</source>
        <translation>‏Shimmy:</translation>
    </message>
    <message>
        <source>Program:</source>
        <translation>البرنامج:</translation>
    </message>
    <message>
        <source>Fresh instances took over:</source>
        <translation>مرات تولّي مثيلات جديدة:</translation>
    </message>
    <message>
        <source>Instances ended by themselves:</source>
        <translation>مثيلات انتهت من تلقاء نفسها:</translation>
    </message>
    <message>
        <source>Instances</source>
        <translation>المثيلات</translation>
    </message>
    <message>
        <source>Fresh instances took over after %1 s.</source>
        <translation>تولّت المثيلات الجديدة العمل بعد %1 ث.</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>%1, at %2</source>
        <translation>‏%1، على العنوان %2</translation>
    </message>
    <message>
        <source>%1, version %2</source>
        <translation>‏%1، الإصدار %2</translation>
    </message>
    <message>
        <source>Shimmy cannot answer: %1</source>
        <translation>يتعذر على Shimmy الإجابة: %1</translation>
    </message>
</context>
<context>
    <name>ParametersPanel</name>
    <message>
        <source>Default</source>
        <translation>افتراضي</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>مُطالبة النظام</translation>
    </message>
    <message>
        <source>Most tokens of an answer</source>
        <translation>أقصى عدد لرموز الإجابة</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>درجة الحرارة</translation>
    </message>
    <message>
        <source>Top P</source>
        <translation>حد Top P</translation>
    </message>
    <message>
        <source>Stop sequences</source>
        <translation>تسلسلات الإيقاف</translation>
    </message>
    <message>
        <source>The answer ends after so many tokens. By default it may use what the context leaves.</source>
        <translation>تنتهي الإجابة بعد هذا العدد من الرموز. يمكنها افتراضيًا استخدام كل ما يتيحه السياق.</translation>
    </message>
    <message>
        <source>0 takes always the likeliest word, 2 surprises most.</source>
        <translation>القيمة 0 تختار دائمًا الكلمة الأكثر احتمالًا، والقيمة 2 هي الأكثر مفاجأة.</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this probability are taken.</source>
        <translation>تؤخذ فقط الكلمات الأكثر احتمالًا التي يبلغ مجموع احتمالاتها هذه القيمة.</translation>
    </message>
    <message>
        <source>The answer ends before any of these, at most 16. A line break is written \n.</source>
        <translation>تنتهي الإجابة قبل أي من هذه التسلسلات، وعددها 16 كحد أقصى. يُكتب فاصل الأسطر بالشكل \n.</translation>
    </message>
    <message>
        <source>What the model is to know before the first prompt</source>
        <translation>ما ينبغي أن يعرفه النموذج قبل المُطالبة الأولى</translation>
    </message>
    <message>
        <source>&amp;System prompt</source>
        <translation>مُ&amp;طالبة النظام</translation>
    </message>
    <message>
        <source>Most to&amp;kens of an answer</source>
        <translation>أقصى عدد ل&amp;رموز الإجابة</translation>
    </message>
    <message>
        <source>&amp;Temperature</source>
        <translation>در&amp;جة الحرارة</translation>
    </message>
    <message>
        <source>Top &amp;P</source>
        <translation>&amp;حد Top P</translation>
    </message>
    <message>
        <source>Stop se&amp;quences, one a line</source>
        <translation>&amp;تسلسلات الإيقاف، واحد في كل سطر</translation>
    </message>
</context>
<context>
    <name>PlaygroundActions</name>
    <message>
        <source>&amp;New chat</source>
        <translation>&amp;محادثة جديدة</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>إي&amp;قاف</translation>
    </message>
    <message>
        <source>&amp;Regenerate</source>
        <translation>إعادة ال&amp;توليد</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>مقا&amp;رنة</translation>
    </message>
    <message>
        <source>&amp;Markdown</source>
        <translation>تن&amp;سيق Markdown</translation>
    </message>
    <message>
        <source>&amp;Parameters</source>
        <translation>المع&amp;لمات</translation>
    </message>
    <message>
        <source>Last &amp;answer</source>
        <translation>آخر إ&amp;جابة</translation>
    </message>
    <message>
        <source>As &amp;curl command</source>
        <translation>كأ&amp;مر curl</translation>
    </message>
    <message>
        <source>As &amp;Python program</source>
        <translation>ك&amp;برنامج Python</translation>
    </message>
    <message>
        <source>As &amp;JSON</source>
        <translation>ب&amp;صيغة JSON</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>&amp;نسخ</translation>
    </message>
    <message>
        <source>Stop the answer; what has come stays</source>
        <translation>إيقاف الإجابة؛ ويبقى ما وصل منها</translation>
    </message>
    <message>
        <source>Another answer to the last prompt, in place of the last one</source>
        <translation>إجابة أخرى عن المُطالبة الأخيرة، بدلًا من الإجابة الأخيرة</translation>
    </message>
    <message>
        <source>Send the same prompts to a second model</source>
        <translation>إرسال المُطالبات نفسها إلى نموذج ثانٍ</translation>
    </message>
    <message>
        <source>Show answers formatted, or as they were written</source>
        <translation>عرض الإجابات منسقةً أو كما كُتبت</translation>
    </message>
    <message>
        <source>Show the system prompt and the parameters</source>
        <translation>عرض مُطالبة النظام والمعلمات</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>نسخ آخر إجابة</translation>
    </message>
    <message>
        <source>Copy the last answer, or the chat as code</source>
        <translation>نسخ آخر إجابة، أو المحادثة في صورة تعليمات برمجية</translation>
    </message>
</context>
<context>
    <name>PlaygroundView</name>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>No model is installed yet. Find one on the Hub, pull it, and chat with it here.</source>
        <translation>لم يُثبَّت أي نموذج بعد. اعثر على نموذج على Hub، ونزّله، ثم تحادث معه هنا.</translation>
    </message>
    <message>
        <source>Browse the Hub</source>
        <translation>تصفّح Hub</translation>
    </message>
    <message>
        <source>You are editing prompt %1.</source>
        <translation>أنت تحرر المُطالبة %1.</translation>
    </message>
    <message>
        <source>Sending it takes the place of the prompt and its answer.</source>
        <translation>عند الإرسال تُستبدل المُطالبة وإجابتها.</translation>
    </message>
    <message>
        <source>Sending it takes the place of the prompt, and drops all that followed.</source>
        <translation>عند الإرسال تُستبدل المُطالبة ويُحذف كل ما تلاها.</translation>
    </message>
</context>
<context>
    <name>ProgramsPage</name>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>عنوان URL الأساسي</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>النموذج</translation>
    </message>
    <message>
        <source>Copy the base URL</source>
        <translation>نسخ عنوان URL الأساسي</translation>
    </message>
    <message>
        <source>&amp;Base URL:</source>
        <translation>عن&amp;وان URL الأساسي:</translation>
    </message>
    <message>
        <source>&amp;Model:</source>
        <translation>ال&amp;نموذج:</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>نسخ: %1</translation>
    </message>
    <message>
        <source>MODEL</source>
        <translation>MODEL</translation>
    </message>
    <message>
        <source>There is no model yet. Download one, and its name is filled in here.</source>
        <translation>لا يوجد نموذج بعد. نزّل نموذجًا وسيُدرج اسمه هنا.</translation>
    </message>
    <message>
        <source>The server wants a key. Keep it in the variable SHIMMYD_API_KEY.</source>
        <translation>يتطلب الخادم مفتاحًا. احفظه في المتغير SHIMMYD_API_KEY.</translation>
    </message>
</context>
<context>
    <name>PromptEdit</name>
    <message>
        <source>Ask something. Enter sends, Shift+Enter is a new line.</source>
        <translation>اكتب سؤالك. Enter للإرسال، وShift+Enter لسطر جديد.</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>المُطالبة</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>the keychain does not answer</source>
        <translation>سلسلة المفاتيح لا تستجيب</translation>
    </message>
</context>
<context>
    <name>RateGraph</name>
    <message>
        <source>Rate of all downloads, the last two minutes</source>
        <translation>سرعة جميع التنزيلات في آخر دقيقتين</translation>
    </message>
    <message>
        <source>Now %1, at most %2</source>
        <translation>الآن %1، والأقصى %2</translation>
    </message>
    <message>
        <source>2 min ago</source>
        <translation>قبل دقيقتين</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>دقيقة واحدة</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
</context>
<context>
    <name>RateLimitButton</name>
    <message>
        <source>No limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>Limit: %1</source>
        <translation>الحد: %1</translation>
    </message>
    <message>
        <source>Limit of the download rate: %1</source>
        <translation>حد سرعة التنزيل: %1</translation>
    </message>
    <message>
        <source>Limit of the rate of all downloads together. It holds until the service starts again.</source>
        <translation>حد سرعة كل التنزيلات معًا. يسري حتى يُعاد تشغيل الخدمة.</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>قيمة أخرى…</translation>
    </message>
    <message>
        <source>Limit of the download rate</source>
        <translation>حد سرعة التنزيل</translation>
    </message>
    <message>
        <source>Megabytes per second, for all downloads together:</source>
        <translation>ميغابايت في الثانية، لكل التنزيلات معًا:</translation>
    </message>
</context>
<context>
    <name>Repo</name>
    <message numerus="yes">
        <source>%1 parameters</source>
        <translation>
            <numerusform>المعلمات: %1</numerusform>
            <numerusform>المعلمات: %1</numerusform>
            <numerusform>المعلمات: %1</numerusform>
            <numerusform>المعلمات: %1</numerusform>
            <numerusform>المعلمات: %1</numerusform>
            <numerusform>المعلمات: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 downloads</source>
        <translation>
            <numerusform>التنزيلات: %1</numerusform>
            <numerusform>التنزيلات: %1</numerusform>
            <numerusform>التنزيلات: %1</numerusform>
            <numerusform>التنزيلات: %1</numerusform>
            <numerusform>التنزيلات: %1</numerusform>
            <numerusform>التنزيلات: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 likes</source>
        <translation>
            <numerusform>الإعجابات: %1</numerusform>
            <numerusform>الإعجابات: %1</numerusform>
            <numerusform>الإعجابات: %1</numerusform>
            <numerusform>الإعجابات: %1</numerusform>
            <numerusform>الإعجابات: %1</numerusform>
            <numerusform>الإعجابات: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>updated %1</source>
        <translation>حُدِّث: %1</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>مثبّت</translation>
    </message>
    <message>
        <source>Gated</source>
        <translation>مقيّد الوصول</translation>
    </message>
</context>
<context>
    <name>RepoFilesModel</name>
    <message>
        <source>%1, recommended</source>
        <translation>‏%1، موصى به</translation>
    </message>
    <message>
        <source>Not named</source>
        <translation>غير مسمّى</translation>
    </message>
    <message>
        <source>%1 (images)</source>
        <translation>‏%1 (صور)</translation>
    </message>
    <message>
        <source>%1 (importance matrix)</source>
        <translation>‏%1 (مصفوفة الأهمية)</translation>
    </message>
    <message>
        <source>%1 (draft)</source>
        <translation>‏%1 (مسودة)</translation>
    </message>
    <message>
        <source>Recommended: %1</source>
        <translation>الموصى به: %1</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 بايت</translation>
    </message>
    <message numerus="yes">
        <source>In %Ln parts, which become one file</source>
        <translation>
            <numerusform>في %Ln جزء تصبح ملفًا واحدًا</numerusform>
            <numerusform>في جزء واحد يصبح ملفًا واحدًا</numerusform>
            <numerusform>في جزأين يصبحان ملفًا واحدًا</numerusform>
            <numerusform>في %Ln أجزاء تصبح ملفًا واحدًا</numerusform>
            <numerusform>في %Ln جزءًا تصبح ملفًا واحدًا</numerusform>
            <numerusform>في %Ln جزء تصبح ملفًا واحدًا</numerusform>
        </translation>
    </message>
    <message>
        <source>How many bits were kept of each weight, and how</source>
        <translation>عدد البتات المحتفظ بها من كل وزن، وكيفية ذلك</translation>
    </message>
    <message>
        <source>How many bits a weight takes, on average</source>
        <translation>عدد البتات التي يشغلها الوزن في المتوسط</translation>
    </message>
    <message>
        <source>Whether the weights and a context fit into the server&apos;s memory</source>
        <translation>هل تتسع ذاكرة الخادم للأوزان ولسياق</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>التكميم</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation>بت/وزن</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>الذاكرة</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>File</source>
        <translation>الملف</translation>
    </message>
</context>
<context>
    <name>RepoPane</name>
    <message>
        <source>&amp;Pull</source>
        <translation>&amp;تنزيل</translation>
    </message>
    <message>
        <source>Open in Pla&amp;yground</source>
        <translation>فتح في &amp;ساحة التجربة</translation>
    </message>
    <message>
        <source>Open page on the Hu&amp;b</source>
        <translation>فتح ال&amp;صفحة على Hub</translation>
    </message>
    <message>
        <source>Open the access page</source>
        <translation>فتح صفحة الوصول</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Choose a repo to see its files</source>
        <translation>اختر مستودعًا لعرض ملفاته</translation>
    </message>
    <message>
        <source>%1 has no %2</source>
        <translation>لا يحتوي %1 على %2</translation>
    </message>
    <message>
        <source>Choose one of the files below.</source>
        <translation>اختر أحد الملفات أدناه.</translation>
    </message>
    <message>
        <source>%1 is installed already</source>
        <translation>‏%1 مثبّت بالفعل</translation>
    </message>
    <message>
        <source>context of %1 tokens</source>
        <translation>سياق من %1 رمز</translation>
    </message>
    <message>
        <source>licence: %1</source>
        <translation>الترخيص: %1</translation>
    </message>
    <message>
        <source>%1 is gated: its owner gives access on request</source>
        <translation>‏%1 مقيّد الوصول: يمنح مالكه الوصول عند الطلب</translation>
    </message>
    <message>
        <source>Ask for access on its page, with the account whose token this server has. Without access a pull is refused.</source>
        <translation>اطلب الوصول في صفحة المستودع، بالحساب الذي يملك هذا الخادم رمز الوصول الخاص به. يُرفض التنزيل من دون إذن الوصول.</translation>
    </message>
    <message>
        <source>&amp;Pull again</source>
        <translation>إعادة ال&amp;تنزيل</translation>
    </message>
    <message>
        <source>Look on the Hub for something newer, and bring it to the server</source>
        <translation>البحث على Hub عن إصدار أحدث وجلبه إلى الخادم</translation>
    </message>
    <message>
        <source>Bring the chosen file to the server</source>
        <translation>جلب الملف المختار إلى الخادم</translation>
    </message>
    <message>
        <source>Loading the files…</source>
        <translation>جارٍ تحميل الملفات…</translation>
    </message>
    <message>
        <source>This repo has no GGUF files</source>
        <translation>لا يحتوي هذا المستودع على ملفات GGUF</translation>
    </message>
</context>
<context>
    <name>RepoSheet</name>
    <message>
        <source>Model card</source>
        <translation>بطاقة النموذج</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>الملفات</translation>
    </message>
    <message>
        <source>Columns of the files</source>
        <translation>أعمدة الملفات</translation>
    </message>
    <message>
        <source>Recommended: %1</source>
        <translation>الموصى به: %1</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Fits in &amp;memory</source>
        <translation>تتسع له ال&amp;ذاكرة</translation>
    </message>
    <message>
        <source>Not &amp;gated</source>
        <translation>غير م&amp;قيَّد الوصول</translation>
    </message>
    <message>
        <source>Search the Hub</source>
        <translation>البحث في Hub</translation>
    </message>
    <message>
        <source>Search the Hub, or paste a repo, repo:QUANT or an address</source>
        <translation>ابحث في Hub، أو ألصق مستودعًا أو repo:QUANT أو عنوانًا</translation>
    </message>
    <message>
        <source>Search now</source>
        <translation>البحث الآن</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>الجميع</translation>
    </message>
    <message>
        <source>Most downloads</source>
        <translation>الأكثر تنزيلًا</translation>
    </message>
    <message>
        <source>Most likes</source>
        <translation>الأكثر إعجابًا</translation>
    </message>
    <message>
        <source>Recently updated</source>
        <translation>المحدَّثة مؤخرًا</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>الرائجة</translation>
    </message>
    <message>
        <source>Leave out repos whose models do not fit into the server&apos;s memory</source>
        <translation>استبعاد المستودعات التي لا تتسع ذاكرة الخادم لنماذجها</translation>
    </message>
    <message>
        <source>Leave out repos whose owner must grant access first</source>
        <translation>استبعاد المستودعات التي يجب أن يمنح مالكها الوصول أولًا</translation>
    </message>
    <message>
        <source>S&amp;ort:</source>
        <translation>ال&amp;ترتيب:</translation>
    </message>
    <message>
        <source>A&amp;uthor:</source>
        <translation>المؤل&amp;ف:</translation>
    </message>
</context>
<context>
    <name>SearchModel</name>
    <message>
        <source>Gated: access must be asked for on the Hub</source>
        <translation>مقيّد الوصول: يجب طلب الوصول على Hub</translation>
    </message>
    <message>
        <source>Installed: %1</source>
        <translation>المثبّت: %1</translation>
    </message>
</context>
<context>
    <name>SecretBox</name>
    <message>
        <source>Set, and kept in the system&apos;s keychain.</source>
        <translation>معيَّن، ومحفوظ في سلسلة مفاتيح النظام.</translation>
    </message>
    <message>
        <source>Set, and kept in a file that only you can read: there is no keychain here.</source>
        <translation>معيَّن، ومحفوظ في ملف لا يستطيع قراءته سواك: لا توجد سلسلة مفاتيح هنا.</translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Show what is typed</source>
        <translation>إظهار النص المُدخل</translation>
    </message>
    <message>
        <source>Hide what is typed</source>
        <translation>إخفاء النص المُدخل</translation>
    </message>
</context>
<context>
    <name>SegmentsMap</name>
    <message>
        <source>The size is not known yet.</source>
        <translation>الحجم غير معروف بعد.</translation>
    </message>
    <message>
        <source>%1 of %2 are there</source>
        <translation>توفّر %1 من %2</translation>
    </message>
    <message>
        <source>%1. Connections: %2, receiving: %3</source>
        <translation>‏%1. الاتصالات: %2، المستقبِلة منها: %3</translation>
    </message>
</context>
<context>
    <name>ServerConnection</name>
    <message>
        <source>%1 has stopped answering</source>
        <translation>توقّف %1 عن الاستجابة</translation>
    </message>
    <message>
        <source>%1 has ended</source>
        <translation>انتهى تشغيل %1</translation>
    </message>
</context>
<context>
    <name>ServerError</name>
    <message>
        <source>the server answered with status %1</source>
        <translation>أجاب الخادم بالحالة %1</translation>
    </message>
    <message>
        <source>is it a shimmyd that listens there?</source>
        <translation>هل الذي يستمع هناك هو shimmyd؟</translation>
    </message>
    <message>
        <source>start a shimmyd there, or choose another server</source>
        <translation>شغّل shimmyd هناك أو اختر خادمًا آخر</translation>
    </message>
    <message>
        <source>no shimmyd answers at %1</source>
        <translation>لا يستجيب أي shimmyd على %1</translation>
    </message>
    <message>
        <source>the certificate of %1 is not trusted: %2</source>
        <translation>شهادة %1 غير موثوق بها: %2</translation>
    </message>
    <message>
        <source>name the certificate of its authority, if you trust it</source>
        <translation>حدّد شهادة الجهة التي أصدرتها إن كنت تثق بها</translation>
    </message>
    <message>
        <source>the connection to %1 broke</source>
        <translation>انقطع الاتصال مع %1</translation>
    </message>
    <message>
        <source>%1 did not answer in time</source>
        <translation>لم يستجب %1 في الوقت المحدد</translation>
    </message>
    <message>
        <source>cannot reach %1: %2</source>
        <translation>تعذّر الوصول إلى %1: %2</translation>
    </message>
    <message>
        <source>%1 broke the answer off</source>
        <translation>قطع %1 الإجابة قبل اكتمالها</translation>
    </message>
    <message>
        <source>%1 is no address of a shimmyd; use for example http://localhost:8080</source>
        <translation>‏%1 ليس عنوان shimmyd؛ استخدم مثلًا http://localhost:8080</translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message>
        <source>API key</source>
        <translation>مفتاح API</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>ا&amp;ختبار</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>ح&amp;فظ</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>الحفظ رغم ذلك</translation>
    </message>
    <message>
        <source>The server is being tried out</source>
        <translation>جارٍ اختبار الخادم</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>As the address</source>
        <translation>العنوان نفسه</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا يوجد</translation>
    </message>
    <message>
        <source>Certificate of its authority</source>
        <translation>شهادة سلطة التصديق</translation>
    </message>
    <message>
        <source>Those that the system trusts</source>
        <translation>الشهادات التي يثق بها النظام</translation>
    </message>
    <message>
        <source>Choose a certificate</source>
        <translation>اختيار شهادة</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>ا&amp;لاسم:</translation>
    </message>
    <message>
        <source>Add&amp;ress:</source>
        <translation>الع&amp;نوان:</translation>
    </message>
    <message>
        <source>API &amp;key:</source>
        <translation>مف&amp;تاح API:</translation>
    </message>
    <message>
        <source>&amp;Certificate:</source>
        <translation>ال&amp;شهادة:</translation>
    </message>
    <message>
        <source>Certificate of the authority, in PEM format</source>
        <translation>شهادة سلطة التصديق بصيغة PEM</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>شهادات (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>The address is missing</source>
        <translation>العنوان مفقود</translation>
    </message>
    <message>
        <source>Type where the shimmyd is, for example https://host:8080</source>
        <translation>أدخل موقع shimmyd، مثل https://host:8080</translation>
    </message>
    <message>
        <source>This is not the address of a shimmyd: %1</source>
        <translation>هذا ليس عنوان shimmyd: %1</translation>
    </message>
    <message>
        <source>Use for example https://host:8080</source>
        <translation>استخدم مثلًا https://host:8080</translation>
    </message>
    <message>
        <source>Another server of the list has this address</source>
        <translation>لخادم آخر في القائمة هذا العنوان نفسه</translation>
    </message>
    <message>
        <source>%1 answers and lets you in.</source>
        <translation>يستجيب %1 ويسمح لك بالوصول.</translation>
    </message>
    <message>
        <source>Models: %1</source>
        <translation>النماذج: %1</translation>
    </message>
</context>
<context>
    <name>ServerProbe</name>
    <message>
        <source>The file %1 cannot be read</source>
        <translation>تعذّرت قراءة الملف %1</translation>
    </message>
    <message>
        <source>Choose the certificate of the authority, in PEM format</source>
        <translation>اختر شهادة سلطة التصديق بصيغة PEM</translation>
    </message>
    <message>
        <source>There is a web server at this address, but no shimmyd</source>
        <translation>يوجد خادم ويب على هذا العنوان، لكن لا يوجد shimmyd</translation>
    </message>
    <message>
        <source>Check the port; shimmyd usually listens on 8080</source>
        <translation>تحقق من المنفذ؛ يستمع shimmyd عادةً على 8080</translation>
    </message>
    <message>
        <source>Check the address, and that a shimmyd runs there and listens on more than localhost</source>
        <translation>تحقق من العنوان، ومن أن shimmyd يعمل هناك ولا يستمع على localhost فقط</translation>
    </message>
</context>
<context>
    <name>ServerView</name>
    <message>
        <source>Add server</source>
        <translation>إضافة خادم</translation>
    </message>
    <message>
        <source>Pages about the server</source>
        <translation>صفحات عن الخادم</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>التشخيص</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>الخوادم</translation>
    </message>
    <message>
        <source>Use from other programs</source>
        <translation>الاستخدام من برامج أخرى</translation>
    </message>
</context>
<context>
    <name>ServersModel</name>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>Inside this program</source>
        <translation>داخل هذا البرنامج</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>معروض الآن</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
</context>
<context>
    <name>ServersPage</name>
    <message>
        <source>Servers</source>
        <translation>الخوادم</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>ات&amp;صال</translation>
    </message>
    <message>
        <source>A&amp;dd…</source>
        <translation>إ&amp;ضافة…</translation>
    </message>
    <message>
        <source>Ed&amp;it…</source>
        <translation>تحري&amp;ر…</translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation>إ&amp;زالة…</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>New server</source>
        <translation>خادم جديد</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>تغيير %1</translation>
    </message>
    <message>
        <source>Remove server</source>
        <translation>إزالة الخادم</translation>
    </message>
    <message>
        <source>Remove %1 from the list? Its key is forgotten. The server itself goes on.</source>
        <translation>هل تريد إزالة %1 من القائمة؟ سيُنسى مفتاحه. أما الخادم نفسه فيواصل العمل.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Folder of the models</source>
        <translation>مجلد النماذج</translation>
    </message>
    <message>
        <source>Downloads at once</source>
        <translation>التنزيلات المتزامنة</translation>
    </message>
    <message>
        <source>Connections of a download</source>
        <translation>اتصالات كل تنزيل</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Answers at once</source>
        <translation>الإجابات المتزامنة</translation>
    </message>
    <message>
        <source>Serve the models as the Hu&amp;b does</source>
        <translation>إتاحة النما&amp;ذج كما يفعل Hub</translation>
    </message>
    <message>
        <source>Start when I lo&amp;g in</source>
        <translation>بدء التشغيل عند تسجيل ال&amp;دخول</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Fo&amp;lder:</source>
        <translation>المج&amp;لد:</translation>
    </message>
    <message>
        <source>With another folder the models of this one stay where they are, and are shown again when you come back to it.</source>
        <translation>عند اختيار مجلد آخر تبقى نماذج هذا المجلد في مكانها، وتُعرض من جديد عند العودة إليه.</translation>
    </message>
    <message>
        <source>Address of the Hub</source>
        <translation>عنوان Hub</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>الوكيل</translation>
    </message>
    <message>
        <source>As the system says, or http://proxy:3128</source>
        <translation>كما يحدد النظام، أو http://proxy:3128</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Hub or m&amp;irror:</source>
        <translation>‏Hub أو خادم م&amp;رآة:</translation>
    </message>
    <message>
        <source>Pro&amp;xy:</source>
        <translation>ال&amp;وكيل:</translation>
    </message>
    <message>
        <source>Rate limit</source>
        <translation>حد السرعة</translation>
    </message>
    <message>
        <source> MB/s</source>
        <translation> م.ب/ث</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>بلا حد</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>التنزيلات</translation>
    </message>
    <message>
        <source>At o&amp;nce:</source>
        <translation>في الوقت &amp;نفسه:</translation>
    </message>
    <message>
        <source>&amp;Connections of each, at most:</source>
        <translation>الات&amp;صالات لكل تنزيل، كحد أقصى:</translation>
    </message>
    <message>
        <source>&amp;Rate limit of all:</source>
        <translation>حد السرعة لل&amp;كل:</translation>
    </message>
    <message>
        <source>Each has a Shimmy of its own, which needs memory while it answers</source>
        <translation>لكل إجابة نسخة Shimmy خاصة بها، وهي تحتاج إلى ذاكرة أثناء الإجابة</translation>
    </message>
    <message>
        <source>On 127.0.0.1; another one is taken when a program has it already</source>
        <translation>على 127.0.0.1؛ ويُستخدم منفذ آخر إذا كان برنامج ما يشغل هذا المنفذ</translation>
    </message>
    <message>
        <source>To other programs of this computer, which set HF_ENDPOINT to the service&apos;s address with /hub behind it</source>
        <translation>للبرامج الأخرى على هذا الحاسوب، التي تضبط HF_ENDPOINT على عنوان الخدمة متبوعًا بـ /hub</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>الخدمة</translation>
    </message>
    <message>
        <source>Ans&amp;wers at once:</source>
        <translation>الإجا&amp;بات المتزامنة:</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>المن&amp;فذ:</translation>
    </message>
    <message>
        <source>The folder of the models has no whole path</source>
        <translation>مسار مجلد النماذج غير كامل</translation>
    </message>
    <message>
        <source>Type a path that begins with a slash, or choose a folder</source>
        <translation>أدخل مسارًا يبدأ بشرطة مائلة، أو اختر مجلدًا</translation>
    </message>
    <message>
        <source>%1 is not the address of a Hub</source>
        <translation>‏%1 ليس عنوان Hub</translation>
    </message>
    <message>
        <source>Use for example https://mirror.example.org, or leave it empty</source>
        <translation>استخدم مثلًا https://mirror.example.org، أو اترك الحقل فارغًا</translation>
    </message>
    <message>
        <source>This is not the address of a proxy</source>
        <translation>هذا ليس عنوان وكيل</translation>
    </message>
    <message>
        <source>Use for example http://proxy.example.org:3128 without a user, or leave it empty</source>
        <translation>استخدم مثلًا http://proxy.example.org:3128 من دون اسم مستخدم، أو اترك الحقل فارغًا</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Show this computer</source>
        <translation>عرض هذا الحاسوب</translation>
    </message>
    <message>
        <source>Appl&amp;y</source>
        <translation>&amp;تطبيق</translation>
    </message>
    <message>
        <source>&amp;Undo changes</source>
        <translation>التراجع عن الت&amp;غييرات</translation>
    </message>
    <message>
        <source>The service is started anew to take changes. Downloads go on by themselves after that; answers in progress may end early.</source>
        <translation>يُعاد تشغيل الخدمة لتطبيق التغييرات. تتواصل التنزيلات بعد ذلك تلقائيًا، وقد تنتهي الإجابات الجارية قبل اكتمالها.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>هذا الحاسوب</translation>
    </message>
    <message>
        <source>%1 is another computer, and is not set up from here.</source>
        <translation>الخادم %1 حاسوب آخر، ولا يُضبط من هنا.</translation>
    </message>
    <message>
        <source>It takes its settings when it is started there: from shimmyd&apos;s command line, its environment or its configuration file. What is set here is for the service on this computer.</source>
        <translation>يأخذ إعداداته عند تشغيله هناك: من سطر أوامر shimmyd أو بيئته أو ملف تكوينه. أما ما يُضبط هنا فهو للخدمة على هذا الحاسوب.</translation>
    </message>
    <message>
        <source>The settings are saved.</source>
        <translation>حُفظت الإعدادات.</translation>
    </message>
    <message>
        <source>The settings are saved, and the service is being started anew.</source>
        <translation>حُفظت الإعدادات، وتجري الآن إعادة تشغيل الخدمة.</translation>
    </message>
    <message>
        <source>The settings are saved, and the service runs with them.</source>
        <translation>حُفظت الإعدادات، والخدمة تعمل بها.</translation>
    </message>
    <message>
        <source>The rate limit holds from now on.</source>
        <translation>يسري حد السرعة من الآن فصاعدًا.</translation>
    </message>
</context>
<context>
    <name>SetupView</name>
    <message>
        <source>Welcome to Shimmy Manager</source>
        <translation>مرحبًا بك في Shimmy Manager</translation>
    </message>
    <message>
        <source>It finds language models on the Hugging Face Hub, downloads them and runs them. Nothing that you ask them leaves the computer that they run on.</source>
        <translation>يعثر Shimmy Manager على النماذج اللغوية على Hugging Face Hub وينزّلها ويشغّلها. وكل ما تسألها عنه يبقى على الحاسوب الذي تعمل عليه.</translation>
    </message>
    <message>
        <source>Go on while it downloads</source>
        <translation>المتابعة أثناء التنزيل</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>تخ&amp;طي</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Views</source>
        <translation>طرق العرض</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation>%1 (Ctrl+%2)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>Snippets</name>
    <message>
        <source>the server&apos;s key</source>
        <translation>مفتاح الخادم</translation>
    </message>
    <message>
        <source>anything, such as none</source>
        <translation>أي قيمة، مثل none</translation>
    </message>
    <message>
        <source>Base URL: %1
API key: %2
Model: %3</source>
        <translation>عنوان URL الأساسي: %1
مفتاح API: %2
النموذج: %3</translation>
    </message>
    <message>
        <source>curl</source>
        <translation>curl</translation>
    </message>
    <message>
        <source>Python, with the package openai</source>
        <translation>‏Python، مع الحزمة openai</translation>
    </message>
    <message>
        <source>Programs that speak OpenAI&apos;s API</source>
        <translation>البرامج التي تدعم واجهة OpenAI البرمجية (API)</translation>
    </message>
    <message>
        <source>shimmyctl, the command line</source>
        <translation>‏shimmyctl، سطر الأوامر</translation>
    </message>
</context>
<context>
    <name>SortMenu</name>
    <message>
        <source>&amp;Ascending</source>
        <translation>&amp;تصاعدي</translation>
    </message>
    <message>
        <source>&amp;Descending</source>
        <translation>ت&amp;نازلي</translation>
    </message>
    <message>
        <source>&amp;Sort by</source>
        <translation>&amp;فرز حسبamp;ترتيب حسب</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Shimmy: stopped</source>
        <translation>‏Shimmy: متوقف</translation>
    </message>
    <message>
        <source>Shimmy: starting</source>
        <translation>‏Shimmy: جارٍ بدء التشغيل</translation>
    </message>
    <message>
        <source>Shimmy: ready</source>
        <translation>‏Shimmy: جاهز</translation>
    </message>
    <message>
        <source>Shimmy: busy</source>
        <translation>‏Shimmy: مشغول</translation>
    </message>
    <message>
        <source>Shimmy: being replaced</source>
        <translation>‏Shimmy: جارٍ الاستبدال</translation>
    </message>
    <message>
        <source>Shimmy: waiting to start again</source>
        <translation>‏Shimmy: في انتظار إعادة التشغيل</translation>
    </message>
    <message>
        <source>Shimmy: failed</source>
        <translation>‏Shimmy: فشل</translation>
    </message>
    <message>
        <source>Shimmy: ending</source>
        <translation>‏Shimmy: جارٍ الإنهاء</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>State of Shimmy</source>
        <translation>حالة Shimmy</translation>
    </message>
    <message>
        <source>Free disk space</source>
        <translation>المساحة الحرة على القرص</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>التنزيلات</translation>
    </message>
    <message>
        <source>Download rate</source>
        <translation>سرعة التنزيل</translation>
    </message>
    <message>
        <source>No server</source>
        <translation>لا يوجد خادم</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>جارٍ الاتصال بـ %1</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>لا يستجيب %1</translation>
    </message>
    <message>
        <source>%1: no access</source>
        <translation>‏%1: لا يوجد إذن وصول</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>المساحة الحرة: %1</translation>
    </message>
    <message>
        <source>%1 active, %2 queued</source>
        <translation>النشطة: %1، في الانتظار: %2</translation>
    </message>
</context>
<context>
    <name>TableColumns</name>
    <message>
        <source>Columns of %1</source>
        <translation>أعمدة %1</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>الأ&amp;عمدة</translation>
    </message>
</context>
<context>
    <name>TaskStrip</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 من %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>TokenBox</name>
    <message>
        <source>Hub token</source>
        <translation>رمز الوصول إلى Hub</translation>
    </message>
    <message>
        <source>New Hub token</source>
        <translation>رمز وصول جديد إلى Hub</translation>
    </message>
    <message>
        <source>&amp;Test and save</source>
        <translation>ا&amp;ختبار وحفظ</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>إ&amp;زالة</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>الحفظ رغم ذلك</translation>
    </message>
    <message>
        <source>Not set. Public models need none; private and gated ones do.</source>
        <translation>غير معيَّن. لا تحتاج النماذج العامة إلى رمز وصول، أما الخاصة والمقيّدة الوصول فتحتاج إليه.</translation>
    </message>
    <message>
        <source>The token cannot be tested while the service does not run.</source>
        <translation>لا يمكن اختبار رمز الوصول ما دامت الخدمة لا تعمل.</translation>
    </message>
    <message>
        <source>The Hub is asked whose token this is…</source>
        <translation>جارٍ الاستعلام من Hub عن صاحب رمز الوصول هذا…</translation>
    </message>
    <message>
        <source>Signed in as %1.</source>
        <translation>تم تسجيل الدخول باسم %1.</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Conversation</source>
        <translation>المحادثة</translation>
    </message>
    <message>
        <source>&amp;Edit and send again</source>
        <translation>ت&amp;حرير وإعادة الإرسال</translation>
    </message>
</context>
<context>
    <name>TranscriptWriter</name>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>Edit this prompt and send it again</source>
        <translation>تعديل هذه المطالبة وإرسالها مجددًا</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تعديل</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>&amp;Show window</source>
        <translation>إظهار ال&amp;نافذة</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إن&amp;هاء</translation>
    </message>
    <message>
        <source>Download complete</source>
        <translation>اكتمل التنزيل</translation>
    </message>
    <message>
        <source>%1 can be used now</source>
        <translation>يمكن استخدام %1 الآن</translation>
    </message>
    <message>
        <source>Download failed</source>
        <translation>فشل التنزيل</translation>
    </message>
    <message>
        <source>%1: downloading at %2</source>
        <translation>‏%1: جارٍ التنزيل بسرعة %2</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>&amp;Open address from clipboard</source>
        <translation>&amp;فتح عنوان من الحافظة</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;بحث</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>إ&amp;غلاق النافذة</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>إن&amp;هاء</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;ملء الشاشة</translation>
    </message>
    <message>
        <source>&amp;About Shimmy Manager</source>
        <translation>&amp;حول Shimmy Manager</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;ملف</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>ت&amp;حرير</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;عرض</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>م&amp;ساعدة</translation>
    </message>
    <message>
        <source>Icon in the &amp;tray</source>
        <translation>أيقونة في &amp;علبة النظام</translation>
    </message>
    <message>
        <source>With it, the window can be closed while downloads go on</source>
        <translation>بوجودها يمكن إغلاق النافذة بينما تستمر التنزيلات</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Show this shimmyd instead of the last one.</source>
        <translation>عرض shimmyd هذا بدلًا من الأخير.</translation>
    </message>
    <message>
        <source>Keep this computer&apos;s models there.</source>
        <translation>حفظ نماذج هذا الحاسوب هناك.</translation>
    </message>
    <message>
        <source>The Shimmy program to run.</source>
        <translation>برنامج Shimmy المراد تشغيله.</translation>
    </message>
    <message>
        <source>Another Hub, such as a mirror.</source>
        <translation>خادم Hub آخر، مثل خادم مرآة.</translation>
    </message>
    <message>
        <source>Keep the settings in this file.</source>
        <translation>حفظ الإعدادات في هذا الملف.</translation>
    </message>
    <message>
        <source>Finds, pulls and serves GGUF models with Shimmy.</source>
        <translation>يعثر على نماذج GGUF وينزّلها ويتيحها باستخدام Shimmy.</translation>
    </message>
</context>
</TS>
