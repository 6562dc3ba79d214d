<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Amounts</name>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>now</source>
        <translation>gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s) ago</source>
        <translation>
            <numerusform>vor %Ln Minute</numerusform>
            <numerusform>vor %Ln Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s) ago</source>
        <translation>
            <numerusform>vor %Ln Stunde</numerusform>
            <numerusform>vor %Ln Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 Mrd.</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation>%1 Tsd.</translation>
    </message>
</context>
<context>
    <name>AnswerFigures</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>stopped at the token limit</source>
        <translation>am Tokenlimit gestoppt</translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation>von Hand gestoppt</translation>
    </message>
    <message>
        <source>broken off by an error</source>
        <translation>durch einen Fehler abgebrochen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln Token</numerusform>
            <numerusform>%Ln Token</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 Token/s</translation>
    </message>
    <message>
        <source>first token after %1</source>
        <translation>erster Token nach %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) in the prompt</source>
        <translation>
            <numerusform>%Ln Token im Prompt</numerusform>
            <numerusform>%Ln Token im Prompt</numerusform>
        </translation>
    </message>
    <message>
        <source>no text</source>
        <translation>kein Text</translation>
    </message>
    <message>
        <source>Waiting for the first token</source>
        <translation>Warten auf den ersten Token</translation>
    </message>
    <message>
        <source>Waiting for the first token for %1</source>
        <translation>Warten auf den ersten Token seit %1</translation>
    </message>
</context>
<context>
    <name>ApiStream</name>
    <message>
        <source>%1 sends what is no stream of ours</source>
        <translation>%1 sendet etwas, das kein Datenstrom eines shimmyd ist</translation>
    </message>
</context>
<context>
    <name>Autostart</name>
    <message>
        <source>%1 cannot be changed: %2</source>
        <translation>%1 kann nicht geändert werden: %2</translation>
    </message>
</context>
<context>
    <name>BrowseView</name>
    <message>
        <source>Repos</source>
        <translation>Repositorys</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Ask the Hub again</source>
        <translation>Den Hub erneut fragen</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Suche läuft…</translation>
    </message>
    <message>
        <source>The Hub has no such GGUF repo. Try other words, or fewer filters.</source>
        <translation>Auf dem Hub gibt es kein solches GGUF-Repository. Andere Wörter oder weniger Filter versuchen.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird hergestellt…</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>%1 found, loading more…</source>
        <translation>%1 gefunden, weitere werden geladen…</translation>
    </message>
    <message>
        <source>%1 found, that is all</source>
        <translation>%1 gefunden, das sind alle</translation>
    </message>
    <message>
        <source>%1 found, scroll for more</source>
        <translation>%1 gefunden, für weitere blättern</translation>
    </message>
</context>
<context>
    <name>CancelQuestion</name>
    <message>
        <source>Cancel downloads</source>
        <translation>Downloads abbrechen</translation>
    </message>
    <message>
        <source>Cancel the download of %1?</source>
        <translation>Den Download von %1 abbrechen?</translation>
    </message>
    <message>
        <source>Cancel %1 downloads?</source>
        <translation>%1 Downloads abbrechen?</translation>
    </message>
    <message>
        <source>%1 have come already.</source>
        <translation>%1 sind bereits angekommen.</translation>
    </message>
    <message>
        <source>&amp;Keep what came, for the next download of the same file</source>
        <translation>Angekommenes für den nächsten Download derselben Datei &amp;behalten</translation>
    </message>
    <message>
        <source>&amp;Cancel the download</source>
        <translation>Download &amp;abbrechen</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter herunterladen</translation>
    </message>
</context>
<context>
    <name>ChatHistory</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 is too large to be a chat</source>
        <translation>%1 ist zu groß für einen Chat</translation>
    </message>
    <message>
        <source>The chat cannot be kept in %1: %2</source>
        <translation>Der Chat kann nicht in %1 gespeichert werden: %2</translation>
    </message>
    <message>
        <source>Chat without a title</source>
        <translation>Chat ohne Titel</translation>
    </message>
    <message>
        <source>%1 cannot be deleted: %2</source>
        <translation>%1 kann nicht gelöscht werden: %2</translation>
    </message>
</context>
<context>
    <name>ChatHistoryModel</name>
    <message>
        <source>no answer yet</source>
        <translation>noch keine Antwort</translation>
    </message>
</context>
<context>
    <name>ChatList</name>
    <message>
        <source>Search past chats</source>
        <translation>Frühere Chats durchsuchen</translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation>Chats durchsuchen</translation>
    </message>
    <message>
        <source>Past chats</source>
        <translation>Frühere Chats</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete chat</source>
        <translation>Chat löschen</translation>
    </message>
    <message>
        <source>Delete this chat for ever?</source>
        <translation>Diesen Chat endgültig löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>ChatPane</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>A new chat with %1</source>
        <translation>Ein neuer Chat mit %1</translation>
    </message>
    <message>
        <source>%1 is not installed on %2.</source>
        <translation>%1 ist auf %2 nicht installiert.</translation>
    </message>
    <message>
        <source>Choose another model to go on.</source>
        <translation>Zum Fortfahren ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>The last prompt has no answer.</source>
        <translation>Der letzte Prompt hat keine Antwort.</translation>
    </message>
    <message>
        <source>The model names this address. Open it?</source>
        <translation>Das Modell nennt diese Adresse. Soll sie geöffnet werden?</translation>
    </message>
</context>
<context>
    <name>ChatSession</name>
    <message>
        <source>The window has turned to another server before the answer was complete</source>
        <translation>Das Fenster ist zu einem anderen Server gewechselt, bevor die Antwort vollständig war</translation>
    </message>
    <message>
        <source>Try again to ask the new one</source>
        <translation>Erneut versuchen, um den neuen zu fragen</translation>
    </message>
</context>
<context>
    <name>ChecksModel</name>
    <message>
        <source>Name of the Hub</source>
        <translation>Name des Hubs</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Hub token</source>
        <translation>Hub-Token</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Festplatte</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Shimmy</source>
        <translation>Shimmy</translation>
    </message>
    <message>
        <source>Answer of a model</source>
        <translation>Antwort eines Modells</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Funktioniert</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Beobachtung</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Abhilfe</translation>
    </message>
</context>
<context>
    <name>ComputerChoice</name>
    <message>
        <source>Where models run</source>
        <translation>Wo Modelle laufen</translation>
    </message>
    <message>
        <source>On &amp;this computer</source>
        <translation>Auf diesem &amp;Rechner</translation>
    </message>
    <message>
        <source>On an&amp;other one, where a shimmyd runs</source>
        <translation>Auf einem anderen, auf dem ein shimmyd &amp;läuft</translation>
    </message>
    <message>
        <source>Folder of the models</source>
        <translation>Ordner der Modelle</translation>
    </message>
    <message>
        <source>&amp;Use this computer</source>
        <translation>Diesen Rechner &amp;verwenden</translation>
    </message>
    <message>
        <source>Hub token, if you have one</source>
        <translation>Hub-Token, falls vorhanden</translation>
    </message>
    <message>
        <source>Test a&amp;nd save</source>
        <translation>&amp;Testen und speichern</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>Verbi&amp;nden</translation>
    </message>
    <message>
        <source>Only needed for private and gated models</source>
        <translation>Nur für private und zugangsbeschränkte Modelle nötig</translation>
    </message>
    <message>
        <source>&amp;Models folder:</source>
        <translation>&amp;Modellordner:</translation>
    </message>
    <message>
        <source>Hub to&amp;ken:</source>
        <translation>H&amp;ub-Token:</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Add&amp;ress:</source>
        <translation>Adr&amp;esse:</translation>
    </message>
    <message>
        <source>API &amp;key:</source>
        <translation>AP&amp;I-Schlüssel:</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>&amp;Use this folder</source>
        <translation>Diesen &amp;Ordner verwenden</translation>
    </message>
    <message>
        <source>The Hub is asked whose token this is…</source>
        <translation>Der Hub wird gefragt, wessen Token das ist…</translation>
    </message>
    <message>
        <source>Signed in as %1.</source>
        <translation>Angemeldet als %1.</translation>
    </message>
    <message>
        <source>This is not the address of a shimmyd: %1</source>
        <translation>Das ist nicht die Adresse eines shimmyd: %1</translation>
    </message>
    <message>
        <source>Use for example https://host:8080</source>
        <translation>Zum Beispiel https://host:8080 verwenden</translation>
    </message>
    <message>
        <source>%1 is being asked…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>%1 answers and lets you in.</source>
        <translation>%1 antwortet und gewährt Zugang.</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>the file holds no chat</source>
        <translation>die Datei enthält keinen Chat</translation>
    </message>
    <message>
        <source>the chat was kept by a later version of Shimmy Manager</source>
        <translation>der Chat stammt von einer neueren Version von Shimmy Manager</translation>
    </message>
    <message>
        <source>open it with that version</source>
        <translation>öffnen Sie ihn mit jener Version</translation>
    </message>
</context>
<context>
    <name>DeleteQuestion</name>
    <message>
        <source>Delete a model</source>
        <translation>Modell löschen</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>%1 löschen?</translation>
    </message>
    <message>
        <source>%1 are freed on the server.</source>
        <translation>Auf dem Server werden %1 frei.</translation>
    </message>
    <message>
        <source>%1 It did not come from the Hub and cannot be pulled again.</source>
        <translation>%1 Das Modell stammt nicht vom Hub und kann nicht erneut heruntergeladen werden.</translation>
    </message>
    <message>
        <source>%1 It can be pulled again from %2.</source>
        <translation>%1 Das Modell kann erneut von %2 heruntergeladen werden.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Behalten</translation>
    </message>
</context>
<context>
    <name>DesktopApplication</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Downloads go on</source>
        <translation>Downloads laufen weiter</translation>
    </message>
    <message>
        <source>Shimmy Manager is in the tray. Quit it there to stop them.</source>
        <translation>Shimmy Manager ist im Systemabschnitt. Zum Stoppen der Downloads das Programm dort beenden.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message numerus="yes">
        <source>%Ln download(s) are running.</source>
        <translation>
            <numerusform>%Ln Download läuft.</numerusform>
            <numerusform>%Ln Downloads laufen.</numerusform>
        </translation>
    </message>
    <message>
        <source>They stop now, keep what has arrived, and go on at the next start.</source>
        <translation>Beim Beenden wird gestoppt; Angekommenes bleibt erhalten, und beim nächsten Start geht es weiter.</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>The API key of the service is not found</source>
        <translation>Der API-Schlüssel des Dienstes ist nicht zu finden</translation>
    </message>
    <message>
        <source>Unlock the keychain and try again, or set another key in Server, Settings</source>
        <translation>Den Schlüsselbund entsperren und erneut versuchen, oder unter Server, Einstellungen einen anderen Schlüssel festlegen</translation>
    </message>
    <message>
        <source>The service is being started anew</source>
        <translation>Der Dienst wird neu gestartet</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>E&amp;xamine</source>
        <translation>Diagnose &amp;starten</translation>
    </message>
    <message>
        <source>Also as&amp;k a model</source>
        <translation>Auch ein &amp;Modell fragen</translation>
    </message>
    <message>
        <source>Finds out whether the Hub can be reached, the disk has room and Shimmy answers.</source>
        <translation>Stellt fest, ob der Hub erreichbar ist, die Festplatte Platz hat und Shimmy antwortet.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was festgestellt wurde</translation>
    </message>
    <message>
        <source>The smallest model answers with one word; left out while others wait</source>
        <translation>Das kleinste Modell antwortet mit einem Wort; entfällt, solange andere warten</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>The examination is in progress</source>
        <translation>Die Diagnose läuft</translation>
    </message>
    <message>
        <source>The examination took %1 s.</source>
        <translation>Die Diagnose hat %1 s gedauert.</translation>
    </message>
    <message>
        <source>Something does not work.</source>
        <translation>Etwas funktioniert nicht.</translation>
    </message>
    <message>
        <source>All works, but something needs attention.</source>
        <translation>Alles funktioniert, aber etwas erfordert Aufmerksamkeit.</translation>
    </message>
    <message>
        <source>All works.</source>
        <translation>Alles funktioniert.</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>Asking the Hub</source>
        <translation>Hub wird gefragt</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>In der Warteschlange</translation>
    </message>
    <message>
        <source>Reserving space</source>
        <translation>Platz wird reserviert</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Adding to the models</source>
        <translation>Wird zu den Modellen hinzugefügt</translation>
    </message>
    <message>
        <source>Making it ready</source>
        <translation>Wird bereit gemacht</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Waiting for disk space</source>
        <translation>Wartet auf Speicherplatz</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Stopped with the service</source>
        <translation>Mit dem Dienst gestoppt</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
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
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Place in the queue</source>
        <translation>Platz in der Warteschlange</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
</context>
<context>
    <name>DownloadsView</name>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>Nach Status filtern</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Server wird gefragt…</translation>
    </message>
    <message>
        <source>No downloads</source>
        <translation>Keine Downloads</translation>
    </message>
    <message>
        <source>What you pull in Browse appears here until it is a model.</source>
        <translation>Was unter „Stöbern“ heruntergeladen wird, erscheint hier, bis es ein Modell ist.</translation>
    </message>
    <message>
        <source>None in this state</source>
        <translation>Keine mit diesem Status</translation>
    </message>
    <message>
        <source>The other downloads are under All.</source>
        <translation>Die anderen Downloads stehen unter „Alle“.</translation>
    </message>
    <message>
        <source>Select a download to see its details.</source>
        <translation>Einen Download auswählen, um seine Details zu sehen.</translation>
    </message>
</context>
<context>
    <name>ElidedLabel</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>EmbeddedServer</name>
    <message>
        <source>The folder %1 cannot be made</source>
        <translation>Der Ordner %1 kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>Choose another folder for the models</source>
        <translation>Einen anderen Ordner für die Modelle wählen</translation>
    </message>
</context>
<context>
    <name>FileSecretStore</name>
    <message>
        <source>The secrets in %1 cannot be kept: %2</source>
        <translation>Die Geheimnisse können nicht in %1 gespeichert werden: %2</translation>
    </message>
    <message>
        <source>Make the file writable for you, or remove it</source>
        <translation>Die Datei für das eigene Konto schreibbar machen oder entfernen</translation>
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
        <translation>Bei %1 % angehalten</translation>
    </message>
    <message>
        <source>Queued, place %1</source>
        <translation>In der Warteschlange, Platz %1</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>In der Warteschlange</translation>
    </message>
    <message>
        <source>Waits for space</source>
        <translation>Wartet auf Platz</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>Installed as %1</source>
        <translation>Installiert als %1</translation>
    </message>
    <message>
        <source>Update available</source>
        <translation>Aktualisierung verfügbar</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>The repo lacks parts of this file: it cannot be pulled</source>
        <translation>Dem Repository fehlen Teile dieser Datei: Sie kann nicht heruntergeladen werden</translation>
    </message>
</context>
<context>
    <name>FirstModelBox</name>
    <message>
        <source>%1 of %2, %3</source>
        <translation>%1 von %2, %3</translation>
    </message>
    <message>
        <source>Being verified</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Being loaded</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>A first model</source>
        <translation>Ein erstes Modell</translation>
    </message>
    <message>
        <source>&amp;Download and try</source>
        <translation>Herunterladen und aus&amp;probieren</translation>
    </message>
    <message>
        <source>Small models to begin with</source>
        <translation>Kleine Modelle für den Anfang</translation>
    </message>
    <message>
        <source>Progress of the download</source>
        <translation>Fortschritt des Downloads</translation>
    </message>
    <message>
        <source>First say where models are to run.</source>
        <translation>Zuerst festlegen, wo Modelle laufen sollen.</translation>
    </message>
    <message>
        <source>The service is starting.</source>
        <translation>Der Dienst wird gestartet.</translation>
    </message>
    <message>
        <source>Tr&amp;y it</source>
        <translation>Aus&amp;probieren</translation>
    </message>
    <message>
        <source>The download was cancelled.</source>
        <translation>Der Download wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Try it again, or take another one.</source>
        <translation>Erneut versuchen oder ein anderes Modell nehmen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>FirstModelsModel</name>
    <message>
        <source>No file of it fits</source>
        <translation>Keine seiner Dateien passt</translation>
    </message>
    <message>
        <source>The Hub is asked…</source>
        <translation>Der Hub wird gefragt…</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Fits this machine</source>
        <translation>Passt auf diesen Rechner</translation>
    </message>
    <message>
        <source>Needs more memory than there is</source>
        <translation>Braucht mehr Speicher als vorhanden</translation>
    </message>
    <message>
        <source>%1
Needs %2 of %3 memory</source>
        <translation>%1
Braucht %2 von %3 Speicher</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>Fit</name>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Barely fits</source>
        <translation>Passt knapp</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>Zu groß</translation>
    </message>
    <message>
        <source>Needs about %1 of the server&apos;s %2 of memory in a usual quantization</source>
        <translation>Braucht in einer üblichen Quantisierung etwa %1 von %2 Speicher des Servers</translation>
    </message>
    <message>
        <source>Needs about %1 of the server&apos;s %2 of memory: %3 for the weights, %4 for a context and the process</source>
        <translation>Braucht etwa %1 von %2 Speicher des Servers: %3 für die Gewichte, %4 für einen Kontext und den Prozess</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Folder for the models</source>
        <translation>Ordner für die Modelle</translation>
    </message>
    <message>
        <source>Type the whole path of a folder</source>
        <translation>Den vollständigen Pfad eines Ordners eingeben</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>Looking for free space…</source>
        <translation>Freier Platz wird ermittelt…</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>It took %1 s</source>
        <translation>Es dauerte %1 s</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>Instance %1: %2</source>
        <translation>Instanz %1: %2</translation>
    </message>
    <message>
        <source>Fresh instances took over</source>
        <translation>Neue Instanzen haben übernommen</translation>
    </message>
    <message>
        <source>Fresh instances could not take over</source>
        <translation>Neue Instanzen konnten nicht übernehmen</translation>
    </message>
    <message>
        <source>An instance ended by itself</source>
        <translation>Eine Instanz hat sich von selbst beendet</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
</context>
<context>
    <name>InlineMessage</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>InstancesModel</name>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>Antwortet</translation>
    </message>
    <message>
        <source>Ending after its answers</source>
        <translation>Endet nach den laufenden Antworten</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>Wird beendet</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>%1, to take over</source>
        <translation>%1, soll übernehmen</translation>
    </message>
    <message>
        <source>%1, replaced</source>
        <translation>%1, ersetzt</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Being replaced</source>
        <translation>Wird ersetzt</translation>
    </message>
    <message>
        <source>Waiting to start again</source>
        <translation>Wartet auf Neustart</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Its last output:
%1</source>
        <translation>Die letzte Ausgabe:
%1</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>Instanz</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Answers in progress</source>
        <translation>Laufende Antworten</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Running since</source>
        <translation>Läuft seit</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>JobActions</name>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Open in the Playground</source>
        <translation>In der &amp;Spielwiese öffnen</translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <translation>Anhalten oder fortsetzen</translation>
    </message>
</context>
<context>
    <name>JobDetails</name>
    <message>
        <source>Open in the Playground</source>
        <translation>In der Spielwiese öffnen</translation>
    </message>
    <message>
        <source>Details of the selected download</source>
        <translation>Details des ausgewählten Downloads</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Which parts of the file are there</source>
        <translation>Vorhandene Teile der Datei</translation>
    </message>
    <message>
        <source>Repo:</source>
        <translation>Repo:</translation>
    </message>
    <message>
        <source>File:</source>
        <translation>Datei:</translation>
    </message>
    <message>
        <source>Commit:</source>
        <translation>Commit:</translation>
    </message>
    <message>
        <source>SHA-256:</source>
        <translation>SHA-256:</translation>
    </message>
    <message>
        <source>Reconnections:</source>
        <translation>Neuverbindungen:</translation>
    </message>
    <message>
        <source>not chosen yet</source>
        <translation>noch nicht gewählt</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
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
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>New API key</source>
        <translation>Neuer API-Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Rem&amp;ove</source>
        <translation>Entf&amp;ernen</translation>
    </message>
    <message>
        <source>Not set. Every program on this computer may use the service.</source>
        <translation>Nicht gesetzt. Jedes Programm auf diesem Rechner darf den Dienst benutzen.</translation>
    </message>
    <message>
        <source>Ma&amp;ke one</source>
        <translation>Er&amp;zeugen</translation>
    </message>
    <message>
        <source>A key has %1 to %2 letters, digits and signs, without spaces and colons.</source>
        <translation>Ein Schlüssel hat %1 bis %2 Buchstaben, Ziffern und Zeichen, ohne Leerzeichen und Doppelpunkte.</translation>
    </message>
    <message>
        <source>Let one be made that nobody guesses</source>
        <translation>Einen erzeugen lassen, den niemand errät</translation>
    </message>
    <message>
        <source>Programs that use the service must send this key from now on.</source>
        <translation>Programme, die den Dienst benutzen, müssen ab jetzt diesen Schlüssel senden.</translation>
    </message>
    <message>
        <source>Copy it for your programs, then save it.</source>
        <translation>Für die eigenen Programme kopieren, dann speichern.</translation>
    </message>
</context>
<context>
    <name>KeychainSecretStore</name>
    <message>
        <source>The keychain denies access</source>
        <translation>Der Schlüsselbund verweigert den Zugriff</translation>
    </message>
    <message>
        <source>Unlock it and try again</source>
        <translation>Den Schlüsselbund entsperren und erneut versuchen</translation>
    </message>
    <message>
        <source>There is no keychain: %1</source>
        <translation>Es gibt keinen Schlüsselbund: %1</translation>
    </message>
</context>
<context>
    <name>LogModel</name>
    <message>
        <source>Debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Information</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>%1
Request %2</source>
        <translation>%1
Anfrage %2</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Fo&amp;llow</source>
        <translation>&amp;Folgen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Least level</source>
        <translation>Niedrigste Stufe</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Information and more</source>
        <translation>Informationen und höher</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Text that lines must contain</source>
        <translation>Text, den Zeilen enthalten müssen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Keep the newest line in sight</source>
        <translation>Die neueste Zeile im Blick behalten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>Die ausgewählten Zeilen kopieren, sonst alle angezeigten</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Empty the view; the server keeps its log</source>
        <translation>Die Ansicht leeren; der Server behält sein Protokoll</translation>
    </message>
    <message>
        <source>Lines: %1</source>
        <translation>Zeilen: %1</translation>
    </message>
    <message>
        <source>Lines: %1 of %2</source>
        <translation>Zeilen: %1 von %2</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Choose a server</source>
        <translation>Server wählen</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>&amp;Actions</source>
        <translation>A&amp;ktionen</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>Stöbern</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Spielwiese</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>%1 does not answer. It is tried again by itself.</source>
        <translation>%1 antwortet nicht. Weitere Versuche folgen von selbst.</translation>
    </message>
    <message>
        <source>About Shimmy Manager</source>
        <translation>Über Shimmy Manager</translation>
    </message>
    <message>
        <source>Shimmy Manager %1

Finds, pulls and serves GGUF models with Shimmy.</source>
        <translation>Shimmy Manager %1

Findet GGUF-Modelle, lädt sie herunter und stellt sie mit Shimmy bereit.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
</context>
<context>
    <name>ModelActions</name>
    <message>
        <source>&amp;Open in the Playground</source>
        <translation>In der &amp;Spielwiese öffnen</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>P&amp;rüfen</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>&amp;Anheften</translation>
    </message>
    <message>
        <source>&amp;Check for update</source>
        <translation>Nach Akt&amp;ualisierung suchen</translation>
    </message>
    <message>
        <source>&amp;Update</source>
        <translation>Ak&amp;tualisieren</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Copy &amp;name</source>
        <translation>&amp;Namen kopieren</translation>
    </message>
    <message>
        <source>Copy curl co&amp;mmand</source>
        <translation>&amp;curl-Befehl kopieren</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>Never remove it to make room for another</source>
        <translation>Nie entfernen, um Platz für ein anderes Modell zu schaffen</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
</context>
<context>
    <name>ModelExport</name>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>ModelPane</name>
    <message>
        <source>Details of the selected model</source>
        <translation>Details des ausgewählten Modells</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Content:</source>
        <translation>Inhalt:</translation>
    </message>
    <message>
        <source>Memory:</source>
        <translation>Speicher:</translation>
    </message>
    <message>
        <source>Chat template:</source>
        <translation>Chatvorlage:</translation>
    </message>
    <message>
        <source>Origin:</source>
        <translation>Herkunft:</translation>
    </message>
    <message>
        <source>Added:</source>
        <translation>Hinzugefügt:</translation>
    </message>
    <message>
        <source>Repo:</source>
        <translation>Repo:</translation>
    </message>
    <message>
        <source>Commit:</source>
        <translation>Commit:</translation>
    </message>
    <message>
        <source>SHA-256:</source>
        <translation>SHA-256:</translation>
    </message>
    <message>
        <source>File on the server:</source>
        <translation>Datei auf dem Server:</translation>
    </message>
    <message>
        <source>%1 of %2: it fits</source>
        <translation>%1 von %2: passt</translation>
    </message>
    <message>
        <source>%1 of %2: it does not fit</source>
        <translation>%1 von %2: passt nicht</translation>
    </message>
    <message>
        <source>Pulled from the Hub</source>
        <translation>Vom Hub heruntergeladen</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importiert</translation>
    </message>
    <message>
        <source>Imported from %1</source>
        <translation>Importiert aus %1</translation>
    </message>
    <message>
        <source>Found in the models folder</source>
        <translation>Im Modellordner gefunden</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
    <message>
        <source>%1 bits per weight</source>
        <translation>%1 Bit je Gewicht</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>None in the file</source>
        <translation>Keine in der Datei</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>not known; a verification finds it</source>
        <translation>nicht bekannt; eine Prüfung ermittelt sie</translation>
    </message>
</context>
<context>
    <name>ModelTasks</name>
    <message>
        <source>Verifying %1</source>
        <translation>%1 wird geprüft</translation>
    </message>
    <message>
        <source>Stop watching; the server goes on</source>
        <translation>Nicht mehr beobachten; der Server macht weiter</translation>
    </message>
    <message>
        <source>Being verified, %1 %</source>
        <translation>Wird geprüft, %1 %</translation>
    </message>
    <message>
        <source>%1 is unharmed.</source>
        <translation>%1 ist unversehrt.</translation>
    </message>
    <message>
        <source>Its SHA-256 is the one that was published.</source>
        <translation>Die SHA-256 stimmt mit der veröffentlichten überein.</translation>
    </message>
    <message>
        <source>%1 was read whole.</source>
        <translation>%1 wurde vollständig gelesen.</translation>
    </message>
    <message>
        <source>There was no SHA-256 to compare with. From now on there is.</source>
        <translation>Es gab keine SHA-256 zum Vergleichen. Ab jetzt gibt es eine.</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>%1 wird importiert</translation>
    </message>
    <message>
        <source>%1 was imported.</source>
        <translation>%1 wurde importiert.</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>%1 wird exportiert</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>Export stoppen</translation>
    </message>
    <message>
        <source>%1 was exported.</source>
        <translation>%1 wurde exportiert.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Import models</source>
        <translation>Modelle importieren</translation>
    </message>
    <message>
        <source>Models and bundles (*.gguf *.tar)</source>
        <translation>Modelle und Bündel (*.gguf *.tar)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>%1 is another computer: a file must be there already.
Path of a GGUF file or a bundle (.tar) on that computer:</source>
        <translation>%1 ist ein anderer Rechner: Die Datei muss dort schon liegen.
Pfad einer GGUF-Datei oder eines Bündels (.tar) auf jenem Rechner:</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>Bundles (*.tar)</source>
        <translation>Bündel (*.tar)</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Being made ready</source>
        <translation>Wird bereit gemacht</translation>
    </message>
    <message>
        <source>Being verified</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Being deleted</source>
        <translation>Wird gelöscht</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Kept, not a model to ask</source>
        <translation>Vorhanden, beantwortet aber keine Prompts</translation>
    </message>
</context>
<context>
    <name>ModelsModel</name>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Tokens, as the file says</source>
        <translation>Token, laut Datei</translation>
    </message>
    <message>
        <source>Never removed to make room for another</source>
        <translation>Wird nie entfernt, um Platz für ein anderes Modell zu schaffen</translation>
    </message>
    <message>
        <source>The Hub was not asked yet</source>
        <translation>Der Hub wurde noch nicht gefragt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Aktualisierung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>ModelsView</name>
    <message>
        <source>Browse the Hub</source>
        <translation>Im Hub stöbern</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Filter the models</source>
        <translation>Modelle filtern</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Server wird gefragt…</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>Keine gefunden</translation>
    </message>
    <message>
        <source>No model&apos;s name, repo, architecture or quantization is like that.</source>
        <translation>Kein Modell hat einen solchen Namen, ein solches Repository, eine solche Architektur oder Quantisierung.</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>Noch keine Modelle</translation>
    </message>
    <message>
        <source>Pull one from the Hub, or drop a GGUF file here to import it.</source>
        <translation>Ein Modell vom Hub herunterladen oder eine GGUF-Datei zum Importieren hier ablegen.</translation>
    </message>
    <message>
        <source>Select a model to see its details.</source>
        <translation>Ein Modell auswählen, um seine Details zu sehen.</translation>
    </message>
    <message>
        <source>Say hello in one sentence.</source>
        <translation>Sag in einem Satz Hallo.</translation>
    </message>
    <message>
        <source>%1 is what the Hub has.</source>
        <translation>%1 entspricht dem Stand auf dem Hub.</translation>
    </message>
    <message>
        <source>%1 are to be pulled.</source>
        <translation>Es sind %1 herunterzuladen.</translation>
    </message>
    <message>
        <source>The Hub has another version of %1.</source>
        <translation>Auf dem Hub gibt es eine andere Version von %1.</translation>
    </message>
    <message>
        <source>%1 was deleted.</source>
        <translation>%1 wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 are free again.</source>
        <translation>%1 sind wieder frei.</translation>
    </message>
    <message>
        <source>%1 will be free when its last generation has ended.</source>
        <translation>%1 werden frei, sobald die letzte Antwort des Modells beendet ist.</translation>
    </message>
    <message>
        <source>%1 is another computer and cannot read files of this one.</source>
        <translation>%1 ist ein anderer Rechner und kann die Dateien dieses Rechners nicht lesen.</translation>
    </message>
    <message>
        <source>Bring the file there, then import it by its path.</source>
        <translation>Die Datei dorthin bringen, dann über ihren Pfad importieren.</translation>
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
        <translation>Laufende Antworten: %1.</translation>
    </message>
    <message>
        <source>%1 Nobody waits.</source>
        <translation>%1 Niemand wartet.</translation>
    </message>
    <message>
        <source>%1 Waiting: %2 of at most %3, about %4 each: %5</source>
        <translation>%1 Wartend: %2 von höchstens %3, jeweils etwa %4: %5</translation>
    </message>
    <message>
        <source>Restart Shimmy</source>
        <translation>Shimmy neu starten</translation>
    </message>
    <message>
        <source>Instances of Shimmy</source>
        <translation>Instanzen von Shimmy</translation>
    </message>
    <message>
        <source>Recent events</source>
        <translation>Letzte Ereignisse</translation>
    </message>
    <message>
        <source>Have fresh instances take over, without a failed request</source>
        <translation>Neue Instanzen übernehmen lassen, ohne dass eine Anfrage fehlschlägt</translation>
    </message>
    <message>
        <source>Fresh instances are starting</source>
        <translation>Neue Instanzen werden gestartet</translation>
    </message>
    <message>
        <source>Server:</source>
        <translation>Server:</translation>
    </message>
    <message>
        <source>Service:</source>
        <translation>Dienst:</translation>
    </message>
    <message>
        <source>Running for:</source>
        <translation>Läuft seit:</translation>
    </message>
    <message>
        <source>Free disk space:</source>
        <translation>Freier Speicherplatz:</translation>
    </message>
    <message>
        <source>Shimmy:</source>
        <translation>Shimmy:</translation>
    </message>
    <message>
        <source>Program:</source>
        <translation>Programm:</translation>
    </message>
    <message>
        <source>Fresh instances took over:</source>
        <translation>Übernahmen durch neue Instanzen:</translation>
    </message>
    <message>
        <source>Instances ended by themselves:</source>
        <translation>Von selbst beendete Instanzen:</translation>
    </message>
    <message>
        <source>Instances</source>
        <translation>Instanzen</translation>
    </message>
    <message>
        <source>Fresh instances took over after %1 s.</source>
        <translation>Neue Instanzen haben nach %1 s übernommen.</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>%1, at %2</source>
        <translation>%1, unter %2</translation>
    </message>
    <message>
        <source>%1, version %2</source>
        <translation>%1, Version %2</translation>
    </message>
    <message>
        <source>Shimmy cannot answer: %1</source>
        <translation>Shimmy kann nicht antworten: %1</translation>
    </message>
</context>
<context>
    <name>ParametersPanel</name>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>Most tokens of an answer</source>
        <translation>Höchstzahl der Token einer Antwort</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Top P</source>
        <translation>Top P</translation>
    </message>
    <message>
        <source>Stop sequences</source>
        <translation>Stoppsequenzen</translation>
    </message>
    <message>
        <source>The answer ends after so many tokens. By default it may use what the context leaves.</source>
        <translation>Die Antwort endet nach so vielen Token. Standardmäßig darf sie nutzen, was der Kontext übrig lässt.</translation>
    </message>
    <message>
        <source>0 takes always the likeliest word, 2 surprises most.</source>
        <translation>0 nimmt immer das wahrscheinlichste Wort, 2 überrascht am meisten.</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this probability are taken.</source>
        <translation>Es werden nur die wahrscheinlichsten Wörter genommen, die zusammen diese Wahrscheinlichkeit haben.</translation>
    </message>
    <message>
        <source>The answer ends before any of these, at most 16. A line break is written \n.</source>
        <translation>Die Antwort endet vor jeder dieser Sequenzen, höchstens 16. Ein Zeilenumbruch wird als \n geschrieben.</translation>
    </message>
    <message>
        <source>What the model is to know before the first prompt</source>
        <translation>Was das Modell vor dem ersten Prompt wissen soll</translation>
    </message>
    <message>
        <source>&amp;System prompt</source>
        <translation>&amp;System-Prompt</translation>
    </message>
    <message>
        <source>Most to&amp;kens of an answer</source>
        <translation>Höchstzahl der &amp;Token einer Antwort</translation>
    </message>
    <message>
        <source>&amp;Temperature</source>
        <translation>Te&amp;mperatur</translation>
    </message>
    <message>
        <source>Top &amp;P</source>
        <translation>Top &amp;P</translation>
    </message>
    <message>
        <source>Stop se&amp;quences, one a line</source>
        <translation>Stoppse&amp;quenzen, eine je Zeile</translation>
    </message>
</context>
<context>
    <name>PlaygroundActions</name>
    <message>
        <source>&amp;New chat</source>
        <translation>&amp;Neuer Chat</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stoppen</translation>
    </message>
    <message>
        <source>&amp;Regenerate</source>
        <translation>Neu &amp;erzeugen</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>&amp;Markdown</source>
        <translation>&amp;Markdown</translation>
    </message>
    <message>
        <source>&amp;Parameters</source>
        <translation>&amp;Parameter</translation>
    </message>
    <message>
        <source>Last &amp;answer</source>
        <translation>Letzte &amp;Antwort</translation>
    </message>
    <message>
        <source>As &amp;curl command</source>
        <translation>Als &amp;curl-Befehl</translation>
    </message>
    <message>
        <source>As &amp;Python program</source>
        <translation>Als &amp;Python-Programm</translation>
    </message>
    <message>
        <source>As &amp;JSON</source>
        <translation>Als &amp;JSON</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Stop the answer; what has come stays</source>
        <translation>Die Antwort stoppen; Angekommenes bleibt</translation>
    </message>
    <message>
        <source>Another answer to the last prompt, in place of the last one</source>
        <translation>Eine andere Antwort auf den letzten Prompt, anstelle der letzten</translation>
    </message>
    <message>
        <source>Send the same prompts to a second model</source>
        <translation>Dieselben Prompts an ein zweites Modell senden</translation>
    </message>
    <message>
        <source>Show answers formatted, or as they were written</source>
        <translation>Antworten formatiert anzeigen oder so, wie sie geschrieben wurden</translation>
    </message>
    <message>
        <source>Show the system prompt and the parameters</source>
        <translation>System-Prompt und Parameter anzeigen</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Die letzte Antwort kopieren</translation>
    </message>
    <message>
        <source>Copy the last answer, or the chat as code</source>
        <translation>Die letzte Antwort oder den Chat als Code kopieren</translation>
    </message>
</context>
<context>
    <name>PlaygroundView</name>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>No model is installed yet. Find one on the Hub, pull it, and chat with it here.</source>
        <translation>Noch ist kein Modell installiert. Eines auf dem Hub suchen, herunterladen und hier mit ihm chatten.</translation>
    </message>
    <message>
        <source>Browse the Hub</source>
        <translation>Im Hub stöbern</translation>
    </message>
    <message>
        <source>You are editing prompt %1.</source>
        <translation>Prompt %1 wird bearbeitet.</translation>
    </message>
    <message>
        <source>Sending it takes the place of the prompt and its answer.</source>
        <translation>Das Senden ersetzt den Prompt und seine Antwort.</translation>
    </message>
    <message>
        <source>Sending it takes the place of the prompt, and drops all that followed.</source>
        <translation>Das Senden ersetzt den Prompt und verwirft alles, was darauf folgte.</translation>
    </message>
</context>
<context>
    <name>ProgramsPage</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Basis-URL</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Copy the base URL</source>
        <translation>Basis-URL kopieren</translation>
    </message>
    <message>
        <source>&amp;Base URL:</source>
        <translation>Basis-&amp;URL:</translation>
    </message>
    <message>
        <source>&amp;Model:</source>
        <translation>&amp;Modell:</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
    <message>
        <source>MODEL</source>
        <translation>MODELL</translation>
    </message>
    <message>
        <source>There is no model yet. Download one, and its name is filled in here.</source>
        <translation>Es gibt noch kein Modell. Nach dem Herunterladen eines Modells steht sein Name hier.</translation>
    </message>
    <message>
        <source>The server wants a key. Keep it in the variable SHIMMYD_API_KEY.</source>
        <translation>Der Server verlangt einen Schlüssel. Er gehört in die Variable SHIMMYD_API_KEY.</translation>
    </message>
</context>
<context>
    <name>PromptEdit</name>
    <message>
        <source>Ask something. Enter sends, Shift+Enter is a new line.</source>
        <translation>Etwas fragen. Eingabetaste sendet, Umschalt+Eingabetaste beginnt eine neue Zeile.</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>the keychain does not answer</source>
        <translation>der Schlüsselbund antwortet nicht</translation>
    </message>
</context>
<context>
    <name>RateGraph</name>
    <message>
        <source>Rate of all downloads, the last two minutes</source>
        <translation>Geschwindigkeit aller Downloads in den letzten zwei Minuten</translation>
    </message>
    <message>
        <source>Now %1, at most %2</source>
        <translation>Jetzt %1, höchstens %2</translation>
    </message>
    <message>
        <source>2 min ago</source>
        <translation>vor 2 min</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>RateLimitButton</name>
    <message>
        <source>No limit</source>
        <translation>Kein Limit</translation>
    </message>
    <message>
        <source>Limit: %1</source>
        <translation>Limit: %1</translation>
    </message>
    <message>
        <source>Limit of the download rate: %1</source>
        <translation>Limit der Download-Geschwindigkeit: %1</translation>
    </message>
    <message>
        <source>Limit of the rate of all downloads together. It holds until the service starts again.</source>
        <translation>Limit der Geschwindigkeit aller Downloads zusammen. Es gilt, bis der Dienst neu startet.</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>Anderes…</translation>
    </message>
    <message>
        <source>Limit of the download rate</source>
        <translation>Limit der Download-Geschwindigkeit</translation>
    </message>
    <message>
        <source>Megabytes per second, for all downloads together:</source>
        <translation>Megabyte pro Sekunde, für alle Downloads zusammen:</translation>
    </message>
</context>
<context>
    <name>Repo</name>
    <message numerus="yes">
        <source>%1 parameters</source>
        <translation>
            <numerusform>%1 Parameter</numerusform>
            <numerusform>%1 Parameter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 downloads</source>
        <translation>
            <numerusform>%1 Download</numerusform>
            <numerusform>%1 Downloads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 likes</source>
        <translation>
            <numerusform>%1 Like</numerusform>
            <numerusform>%1 Likes</numerusform>
        </translation>
    </message>
    <message>
        <source>updated %1</source>
        <translation>aktualisiert: %1</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Gated</source>
        <translation>Zugangsbeschränkt</translation>
    </message>
</context>
<context>
    <name>RepoFilesModel</name>
    <message>
        <source>%1, recommended</source>
        <translation>%1, empfohlen</translation>
    </message>
    <message>
        <source>Not named</source>
        <translation>Nicht benannt</translation>
    </message>
    <message>
        <source>%1 (images)</source>
        <translation>%1 (Bilder)</translation>
    </message>
    <message>
        <source>%1 (importance matrix)</source>
        <translation>%1 (Wichtigkeitsmatrix)</translation>
    </message>
    <message>
        <source>%1 (draft)</source>
        <translation>%1 (Entwurf)</translation>
    </message>
    <message>
        <source>Recommended: %1</source>
        <translation>Empfohlen: %1</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Byte</translation>
    </message>
    <message numerus="yes">
        <source>In %Ln parts, which become one file</source>
        <translation>
            <numerusform>In %Ln Teil, der eine Datei wird</numerusform>
            <numerusform>In %Ln Teilen, die zu einer Datei werden</numerusform>
        </translation>
    </message>
    <message>
        <source>How many bits were kept of each weight, and how</source>
        <translation>Wie viele Bit jedes Gewichts behalten wurden, und wie</translation>
    </message>
    <message>
        <source>How many bits a weight takes, on average</source>
        <translation>Wie viele Bit ein Gewicht im Durchschnitt belegt</translation>
    </message>
    <message>
        <source>Whether the weights and a context fit into the server&apos;s memory</source>
        <translation>Ob die Gewichte und ein Kontext in den Speicher des Servers passen</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Bits/weight</source>
        <translation>Bit/Gewicht</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>RepoPane</name>
    <message>
        <source>&amp;Pull</source>
        <translation>He&amp;runterladen</translation>
    </message>
    <message>
        <source>Open in Pla&amp;yground</source>
        <translation>In der &amp;Spielwiese öffnen</translation>
    </message>
    <message>
        <source>Open page on the Hu&amp;b</source>
        <translation>Seite auf dem H&amp;ub öffnen</translation>
    </message>
    <message>
        <source>Open the access page</source>
        <translation>Zugangsseite öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Choose a repo to see its files</source>
        <translation>Ein Repository wählen, um seine Dateien zu sehen</translation>
    </message>
    <message>
        <source>%1 has no %2</source>
        <translation>In %1 gibt es %2 nicht</translation>
    </message>
    <message>
        <source>Choose one of the files below.</source>
        <translation>Eine der Dateien unten wählen.</translation>
    </message>
    <message>
        <source>%1 is installed already</source>
        <translation>%1 ist bereits installiert</translation>
    </message>
    <message>
        <source>context of %1 tokens</source>
        <translation>Kontext von %1 Token</translation>
    </message>
    <message>
        <source>licence: %1</source>
        <translation>Lizenz: %1</translation>
    </message>
    <message>
        <source>%1 is gated: its owner gives access on request</source>
        <translation>%1 ist zugangsbeschränkt: Der Eigentümer gewährt Zugang auf Anfrage</translation>
    </message>
    <message>
        <source>Ask for access on its page, with the account whose token this server has. Without access a pull is refused.</source>
        <translation>Den Zugang auf der Seite des Repositorys anfragen, mit dem Konto, dessen Token dieser Server hat. Ohne Zugang wird das Herunterladen verweigert.</translation>
    </message>
    <message>
        <source>&amp;Pull again</source>
        <translation>Erneut he&amp;runterladen</translation>
    </message>
    <message>
        <source>Look on the Hub for something newer, and bring it to the server</source>
        <translation>Auf dem Hub nach Neuerem suchen und es auf den Server holen</translation>
    </message>
    <message>
        <source>Bring the chosen file to the server</source>
        <translation>Die gewählte Datei auf den Server holen</translation>
    </message>
    <message>
        <source>Loading the files…</source>
        <translation>Dateien werden geladen…</translation>
    </message>
    <message>
        <source>This repo has no GGUF files</source>
        <translation>Dieses Repository hat keine GGUF-Dateien</translation>
    </message>
</context>
<context>
    <name>RepoSheet</name>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Columns of the files</source>
        <translation>Spalten der Dateien</translation>
    </message>
    <message>
        <source>Recommended: %1</source>
        <translation>Empfohlen: %1</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Fits in &amp;memory</source>
        <translation>Passt in den S&amp;peicher</translation>
    </message>
    <message>
        <source>Not &amp;gated</source>
        <translation>Nicht &amp;zugangsbeschränkt</translation>
    </message>
    <message>
        <source>Search the Hub</source>
        <translation>Hub durchsuchen</translation>
    </message>
    <message>
        <source>Search the Hub, or paste a repo, repo:QUANT or an address</source>
        <translation>Hub durchsuchen oder ein Repo, Repo:QUANT oder eine Adresse einfügen</translation>
    </message>
    <message>
        <source>Search now</source>
        <translation>Jetzt suchen</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Most downloads</source>
        <translation>Meiste Downloads</translation>
    </message>
    <message>
        <source>Most likes</source>
        <translation>Meiste Likes</translation>
    </message>
    <message>
        <source>Recently updated</source>
        <translation>Zuletzt aktualisiert</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>Im Trend</translation>
    </message>
    <message>
        <source>Leave out repos whose models do not fit into the server&apos;s memory</source>
        <translation>Repositorys auslassen, deren Modelle nicht in den Speicher des Servers passen</translation>
    </message>
    <message>
        <source>Leave out repos whose owner must grant access first</source>
        <translation>Repositorys auslassen, deren Eigentümer erst Zugang gewähren muss</translation>
    </message>
    <message>
        <source>S&amp;ort:</source>
        <translation>S&amp;ortierung:</translation>
    </message>
    <message>
        <source>A&amp;uthor:</source>
        <translation>Au&amp;tor:</translation>
    </message>
</context>
<context>
    <name>SearchModel</name>
    <message>
        <source>Gated: access must be asked for on the Hub</source>
        <translation>Zugangsbeschränkt: Der Zugang muss auf dem Hub angefragt werden</translation>
    </message>
    <message>
        <source>Installed: %1</source>
        <translation>Installiert: %1</translation>
    </message>
</context>
<context>
    <name>SecretBox</name>
    <message>
        <source>Set, and kept in the system&apos;s keychain.</source>
        <translation>Gesetzt und im Schlüsselbund des Systems gespeichert.</translation>
    </message>
    <message>
        <source>Set, and kept in a file that only you can read: there is no keychain here.</source>
        <translation>Gesetzt und in einer Datei gespeichert, die nur das eigene Konto lesen kann: Hier gibt es keinen Schlüsselbund.</translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Show what is typed</source>
        <translation>Eingabe anzeigen</translation>
    </message>
    <message>
        <source>Hide what is typed</source>
        <translation>Eingabe verbergen</translation>
    </message>
</context>
<context>
    <name>SegmentsMap</name>
    <message>
        <source>The size is not known yet.</source>
        <translation>Die Größe ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>%1 of %2 are there</source>
        <translation>%1 von %2 sind da</translation>
    </message>
    <message>
        <source>%1. Connections: %2, receiving: %3</source>
        <translation>%1. Verbindungen: %2, davon empfangend: %3</translation>
    </message>
</context>
<context>
    <name>ServerConnection</name>
    <message>
        <source>%1 has stopped answering</source>
        <translation>%1 antwortet nicht mehr</translation>
    </message>
    <message>
        <source>%1 has ended</source>
        <translation>%1 wurde beendet</translation>
    </message>
</context>
<context>
    <name>ServerError</name>
    <message>
        <source>the server answered with status %1</source>
        <translation>der Server antwortete mit dem Status %1</translation>
    </message>
    <message>
        <source>is it a shimmyd that listens there?</source>
        <translation>lauscht dort wirklich ein shimmyd?</translation>
    </message>
    <message>
        <source>start a shimmyd there, or choose another server</source>
        <translation>starten Sie dort einen shimmyd, oder wählen Sie einen anderen Server</translation>
    </message>
    <message>
        <source>no shimmyd answers at %1</source>
        <translation>unter %1 antwortet kein shimmyd</translation>
    </message>
    <message>
        <source>the certificate of %1 is not trusted: %2</source>
        <translation>dem Zertifikat von %1 wird nicht vertraut: %2</translation>
    </message>
    <message>
        <source>name the certificate of its authority, if you trust it</source>
        <translation>nennen Sie das Zertifikat seiner Zertifizierungsstelle, wenn Sie ihr vertrauen</translation>
    </message>
    <message>
        <source>the connection to %1 broke</source>
        <translation>die Verbindung zu %1 ist abgebrochen</translation>
    </message>
    <message>
        <source>%1 did not answer in time</source>
        <translation>%1 hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>cannot reach %1: %2</source>
        <translation>%1 ist nicht erreichbar: %2</translation>
    </message>
    <message>
        <source>%1 broke the answer off</source>
        <translation>%1 hat die Antwort abgebrochen</translation>
    </message>
    <message>
        <source>%1 is no address of a shimmyd; use for example http://localhost:8080</source>
        <translation>%1 ist keine Adresse eines shimmyd; ein Beispiel ist http://localhost:8080</translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Trotzdem speichern</translation>
    </message>
    <message>
        <source>The server is being tried out</source>
        <translation>Der Server wird getestet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>As the address</source>
        <translation>Wie die Adresse</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Certificate of its authority</source>
        <translation>Zertifikat der Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>Those that the system trusts</source>
        <translation>Die, denen das System vertraut</translation>
    </message>
    <message>
        <source>Choose a certificate</source>
        <translation>Zertifikat wählen</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>Add&amp;ress:</source>
        <translation>Adr&amp;esse:</translation>
    </message>
    <message>
        <source>API &amp;key:</source>
        <translation>API-Sch&amp;lüssel:</translation>
    </message>
    <message>
        <source>&amp;Certificate:</source>
        <translation>Zert&amp;ifikat:</translation>
    </message>
    <message>
        <source>Certificate of the authority, in PEM format</source>
        <translation>Zertifikat der Zertifizierungsstelle im PEM-Format</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Zertifikate (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The address is missing</source>
        <translation>Die Adresse fehlt</translation>
    </message>
    <message>
        <source>Type where the shimmyd is, for example https://host:8080</source>
        <translation>Eingeben, wo der shimmyd ist, zum Beispiel https://host:8080</translation>
    </message>
    <message>
        <source>This is not the address of a shimmyd: %1</source>
        <translation>Das ist nicht die Adresse eines shimmyd: %1</translation>
    </message>
    <message>
        <source>Use for example https://host:8080</source>
        <translation>Zum Beispiel https://host:8080 verwenden</translation>
    </message>
    <message>
        <source>Another server of the list has this address</source>
        <translation>Ein anderer Server der Liste hat diese Adresse</translation>
    </message>
    <message>
        <source>%1 answers and lets you in.</source>
        <translation>%1 antwortet und gewährt Zugang.</translation>
    </message>
    <message>
        <source>Models: %1</source>
        <translation>Modelle: %1</translation>
    </message>
</context>
<context>
    <name>ServerProbe</name>
    <message>
        <source>The file %1 cannot be read</source>
        <translation>Die Datei %1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Choose the certificate of the authority, in PEM format</source>
        <translation>Das Zertifikat der Zertifizierungsstelle im PEM-Format wählen</translation>
    </message>
    <message>
        <source>There is a web server at this address, but no shimmyd</source>
        <translation>Unter dieser Adresse gibt es einen Webserver, aber keinen shimmyd</translation>
    </message>
    <message>
        <source>Check the port; shimmyd usually listens on 8080</source>
        <translation>Den Port prüfen; shimmyd lauscht meist auf 8080</translation>
    </message>
    <message>
        <source>Check the address, and that a shimmyd runs there and listens on more than localhost</source>
        <translation>Die Adresse prüfen, und ob dort ein shimmyd läuft und nicht nur auf localhost lauscht</translation>
    </message>
</context>
<context>
    <name>ServerView</name>
    <message>
        <source>Add server</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>Pages about the server</source>
        <translation>Seiten über den Server</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Use from other programs</source>
        <translation>Aus anderen Programmen nutzen</translation>
    </message>
</context>
<context>
    <name>ServersModel</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Inside this program</source>
        <translation>In diesem Programm</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>Wird gerade angezeigt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>ServersPage</name>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>A&amp;dd…</source>
        <translation>Hin&amp;zufügen…</translation>
    </message>
    <message>
        <source>Ed&amp;it…</source>
        <translation>Bea&amp;rbeiten…</translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation>Ent&amp;fernen…</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>New server</source>
        <translation>Neuer Server</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Remove server</source>
        <translation>Server entfernen</translation>
    </message>
    <message>
        <source>Remove %1 from the list? Its key is forgotten. The server itself goes on.</source>
        <translation>%1 aus der Liste entfernen? Der Schlüssel wird vergessen. Der Server selbst läuft weiter.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Folder of the models</source>
        <translation>Ordner der Modelle</translation>
    </message>
    <message>
        <source>Downloads at once</source>
        <translation>Gleichzeitige Downloads</translation>
    </message>
    <message>
        <source>Connections of a download</source>
        <translation>Verbindungen eines Downloads</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Answers at once</source>
        <translation>Gleichzeitige Antworten</translation>
    </message>
    <message>
        <source>Serve the models as the Hu&amp;b does</source>
        <translation>Die Modelle wie der H&amp;ub bereitstellen</translation>
    </message>
    <message>
        <source>Start when I lo&amp;g in</source>
        <translation>Bei der An&amp;meldung starten</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Fo&amp;lder:</source>
        <translation>&amp;Ordner:</translation>
    </message>
    <message>
        <source>With another folder the models of this one stay where they are, and are shown again when you come back to it.</source>
        <translation>Bei einem anderen Ordner bleiben die Modelle aus diesem, wo sie sind, und werden nach der Rückkehr zu ihm wieder angezeigt.</translation>
    </message>
    <message>
        <source>Address of the Hub</source>
        <translation>Adresse des Hubs</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>As the system says, or http://proxy:3128</source>
        <translation>Wie im System eingestellt, oder http://proxy:3128</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Hub or m&amp;irror:</source>
        <translation>Hub oder S&amp;piegelserver:</translation>
    </message>
    <message>
        <source>Pro&amp;xy:</source>
        <translation>Pro&amp;xy:</translation>
    </message>
    <message>
        <source>Rate limit</source>
        <translation>Geschwindigkeitslimit</translation>
    </message>
    <message>
        <source> MB/s</source>
        <translation> MB/s</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Kein Limit</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>At o&amp;nce:</source>
        <translation>&amp;Gleichzeitig:</translation>
    </message>
    <message>
        <source>&amp;Connections of each, at most:</source>
        <translation>&amp;Verbindungen je Download, höchstens:</translation>
    </message>
    <message>
        <source>&amp;Rate limit of all:</source>
        <translation>Geschwindigkeits&amp;limit für alle:</translation>
    </message>
    <message>
        <source>Each has a Shimmy of its own, which needs memory while it answers</source>
        <translation>Jede hat ein eigenes Shimmy, das Speicher braucht, während es antwortet</translation>
    </message>
    <message>
        <source>On 127.0.0.1; another one is taken when a program has it already</source>
        <translation>Auf 127.0.0.1; ein anderer wird genommen, wenn ein Programm ihn schon belegt</translation>
    </message>
    <message>
        <source>To other programs of this computer, which set HF_ENDPOINT to the service&apos;s address with /hub behind it</source>
        <translation>Für andere Programme dieses Rechners, die HF_ENDPOINT auf die Adresse des Dienstes mit angehängtem /hub setzen</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Ans&amp;wers at once:</source>
        <translation>Gleichzeitige A&amp;ntworten:</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>Po&amp;rt:</translation>
    </message>
    <message>
        <source>The folder of the models has no whole path</source>
        <translation>Der Ordner der Modelle hat keinen vollständigen Pfad</translation>
    </message>
    <message>
        <source>Type a path that begins with a slash, or choose a folder</source>
        <translation>Einen Pfad eingeben, der mit einem Schrägstrich beginnt, oder einen Ordner wählen</translation>
    </message>
    <message>
        <source>%1 is not the address of a Hub</source>
        <translation>%1 ist nicht die Adresse eines Hubs</translation>
    </message>
    <message>
        <source>Use for example https://mirror.example.org, or leave it empty</source>
        <translation>Zum Beispiel https://mirror.example.org verwenden oder leer lassen</translation>
    </message>
    <message>
        <source>This is not the address of a proxy</source>
        <translation>Das ist nicht die Adresse eines Proxys</translation>
    </message>
    <message>
        <source>Use for example http://proxy.example.org:3128 without a user, or leave it empty</source>
        <translation>Zum Beispiel http://proxy.example.org:3128 ohne Benutzer verwenden oder leer lassen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Show this computer</source>
        <translation>Diesen Rechner anzeigen</translation>
    </message>
    <message>
        <source>Appl&amp;y</source>
        <translation>An&amp;wenden</translation>
    </message>
    <message>
        <source>&amp;Undo changes</source>
        <translation>Änderungen zurü&amp;cknehmen</translation>
    </message>
    <message>
        <source>The service is started anew to take changes. Downloads go on by themselves after that; answers in progress may end early.</source>
        <translation>Um Änderungen zu übernehmen, wird der Dienst neu gestartet. Downloads gehen danach von selbst weiter; laufende Antworten können vorzeitig enden.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>%1 is another computer, and is not set up from here.</source>
        <translation>%1 ist ein anderer Rechner und wird nicht von hier aus eingerichtet.</translation>
    </message>
    <message>
        <source>It takes its settings when it is started there: from shimmyd&apos;s command line, its environment or its configuration file. What is set here is for the service on this computer.</source>
        <translation>Seine Einstellungen erhält er beim Start dort: aus der Befehlszeile von shimmyd, aus dessen Umgebung oder Konfigurationsdatei. Was hier eingestellt wird, gilt für den Dienst auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The settings are saved.</source>
        <translation>Die Einstellungen sind gespeichert.</translation>
    </message>
    <message>
        <source>The settings are saved, and the service is being started anew.</source>
        <translation>Die Einstellungen sind gespeichert, und der Dienst wird neu gestartet.</translation>
    </message>
    <message>
        <source>The settings are saved, and the service runs with them.</source>
        <translation>Die Einstellungen sind gespeichert, und der Dienst läuft damit.</translation>
    </message>
    <message>
        <source>The rate limit holds from now on.</source>
        <translation>Das Geschwindigkeitslimit gilt ab jetzt.</translation>
    </message>
</context>
<context>
    <name>SetupView</name>
    <message>
        <source>Welcome to Shimmy Manager</source>
        <translation>Willkommen bei Shimmy Manager</translation>
    </message>
    <message>
        <source>It finds language models on the Hugging Face Hub, downloads them and runs them. Nothing that you ask them leaves the computer that they run on.</source>
        <translation>Shimmy Manager findet Sprachmodelle auf dem Hugging Face Hub, lädt sie herunter und führt sie aus. Keine Frage an sie verlässt den Rechner, auf dem sie laufen.</translation>
    </message>
    <message>
        <source>Go on while it downloads</source>
        <translation>Während des Downloads fortfahren</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Über&amp;springen</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation>%1 (Strg+%2)</translation>
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
        <translation>der Schlüssel des Servers</translation>
    </message>
    <message>
        <source>anything, such as none</source>
        <translation>beliebig, etwa none</translation>
    </message>
    <message>
        <source>Base URL: %1
API key: %2
Model: %3</source>
        <translation>Basis-URL: %1
API-Schlüssel: %2
Modell: %3</translation>
    </message>
    <message>
        <source>curl</source>
        <translation>curl</translation>
    </message>
    <message>
        <source>Python, with the package openai</source>
        <translation>Python, mit dem Paket openai</translation>
    </message>
    <message>
        <source>Programs that speak OpenAI&apos;s API</source>
        <translation>Programme, die die API von OpenAI sprechen</translation>
    </message>
    <message>
        <source>shimmyctl, the command line</source>
        <translation>shimmyctl, die Befehlszeile</translation>
    </message>
</context>
<context>
    <name>SortMenu</name>
    <message>
        <source>&amp;Ascending</source>
        <translation>&amp;Aufsteigend</translation>
    </message>
    <message>
        <source>&amp;Descending</source>
        <translation>A&amp;bsteigend</translation>
    </message>
    <message>
        <source>&amp;Sort by</source>
        <translation>&amp;Sortieren nach</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Shimmy: stopped</source>
        <translation>Shimmy: gestoppt</translation>
    </message>
    <message>
        <source>Shimmy: starting</source>
        <translation>Shimmy: wird gestartet</translation>
    </message>
    <message>
        <source>Shimmy: ready</source>
        <translation>Shimmy: bereit</translation>
    </message>
    <message>
        <source>Shimmy: busy</source>
        <translation>Shimmy: beschäftigt</translation>
    </message>
    <message>
        <source>Shimmy: being replaced</source>
        <translation>Shimmy: wird ersetzt</translation>
    </message>
    <message>
        <source>Shimmy: waiting to start again</source>
        <translation>Shimmy: wartet auf Neustart</translation>
    </message>
    <message>
        <source>Shimmy: failed</source>
        <translation>Shimmy: fehlgeschlagen</translation>
    </message>
    <message>
        <source>Shimmy: ending</source>
        <translation>Shimmy: wird beendet</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>State of Shimmy</source>
        <translation>Zustand von Shimmy</translation>
    </message>
    <message>
        <source>Free disk space</source>
        <translation>Freier Speicherplatz</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Download rate</source>
        <translation>Download-Geschwindigkeit</translation>
    </message>
    <message>
        <source>No server</source>
        <translation>Kein Server</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>Verbindung zu %1 wird hergestellt</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 antwortet nicht</translation>
    </message>
    <message>
        <source>%1: no access</source>
        <translation>%1: kein Zugang</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>%1 active, %2 queued</source>
        <translation>%1 aktiv, %2 in der Warteschlange</translation>
    </message>
</context>
<context>
    <name>TableColumns</name>
    <message>
        <source>Columns of %1</source>
        <translation>Spalten von %1</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>S&amp;palten</translation>
    </message>
</context>
<context>
    <name>TaskStrip</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
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
        <translation>Hub-Token</translation>
    </message>
    <message>
        <source>New Hub token</source>
        <translation>Neuer Hub-Token</translation>
    </message>
    <message>
        <source>&amp;Test and save</source>
        <translation>&amp;Testen und speichern</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>Ent&amp;fernen</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Trotzdem speichern</translation>
    </message>
    <message>
        <source>Not set. Public models need none; private and gated ones do.</source>
        <translation>Nicht gesetzt. Öffentliche Modelle brauchen keinen; private und zugangsbeschränkte schon.</translation>
    </message>
    <message>
        <source>The token cannot be tested while the service does not run.</source>
        <translation>Der Token kann nicht getestet werden, solange der Dienst nicht läuft.</translation>
    </message>
    <message>
        <source>The Hub is asked whose token this is…</source>
        <translation>Der Hub wird gefragt, wessen Token das ist…</translation>
    </message>
    <message>
        <source>Signed in as %1.</source>
        <translation>Angemeldet als %1.</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>&amp;Edit and send again</source>
        <translation>&amp;Bearbeiten und erneut senden</translation>
    </message>
</context>
<context>
    <name>TranscriptWriter</name>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Edit this prompt and send it again</source>
        <translation>Diesen Prompt bearbeiten und erneut senden</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>&amp;Show window</source>
        <translation>&amp;Fenster anzeigen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Download complete</source>
        <translation>Download abgeschlossen</translation>
    </message>
    <message>
        <source>%1 can be used now</source>
        <translation>%1 kann jetzt benutzt werden</translation>
    </message>
    <message>
        <source>Download failed</source>
        <translation>Download fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1: downloading at %2</source>
        <translation>%1: Download mit %2</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>&amp;Open address from clipboard</source>
        <translation>&amp;Adresse aus der Zwischenablage öffnen</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>Fenster &amp;schließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>&amp;About Shimmy Manager</source>
        <translation>Ü&amp;ber Shimmy Manager</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Icon in the &amp;tray</source>
        <translation>Symbol im Systemabschni&amp;tt</translation>
    </message>
    <message>
        <source>With it, the window can be closed while downloads go on</source>
        <translation>Damit kann das Fenster geschlossen werden, während Downloads weitergehen</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Show this shimmyd instead of the last one.</source>
        <translation>Diesen shimmyd statt des letzten anzeigen.</translation>
    </message>
    <message>
        <source>Keep this computer&apos;s models there.</source>
        <translation>Die Modelle dieses Rechners dort speichern.</translation>
    </message>
    <message>
        <source>The Shimmy program to run.</source>
        <translation>Das auszuführende Shimmy-Programm.</translation>
    </message>
    <message>
        <source>Another Hub, such as a mirror.</source>
        <translation>Ein anderer Hub, etwa ein Spiegelserver.</translation>
    </message>
    <message>
        <source>Keep the settings in this file.</source>
        <translation>Die Einstellungen in dieser Datei speichern.</translation>
    </message>
    <message>
        <source>Finds, pulls and serves GGUF models with Shimmy.</source>
        <translation>Findet GGUF-Modelle, lädt sie herunter und stellt sie mit Shimmy bereit.</translation>
    </message>
</context>
</TS>
