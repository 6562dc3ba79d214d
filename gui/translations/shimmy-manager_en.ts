<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Amounts</name>
    <message numerus="yes">
        <source>%Ln minute(s) ago</source>
        <translation>
            <numerusform>%Ln minute ago</numerusform>
            <numerusform>%Ln minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s) ago</source>
        <translation>
            <numerusform>%Ln hour ago</numerusform>
            <numerusform>%Ln hours ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AnswerFigures</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) in the prompt</source>
        <translation>
            <numerusform>%Ln token in the prompt</numerusform>
            <numerusform>%Ln tokens in the prompt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DesktopApplication</name>
    <message numerus="yes">
        <source>%Ln download(s) are running.</source>
        <translation>
            <numerusform>%Ln download is running.</numerusform>
            <numerusform>%Ln downloads are running.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Repo</name>
    <message numerus="yes">
        <source>%1 parameters</source>
        <translation>
            <numerusform>%1 parameter</numerusform>
            <numerusform>%1 parameters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 downloads</source>
        <translation>
            <numerusform>%1 download</numerusform>
            <numerusform>%1 downloads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 likes</source>
        <translation>
            <numerusform>%1 like</numerusform>
            <numerusform>%1 likes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepoFilesModel</name>
    <message numerus="yes">
        <source>In %Ln parts, which become one file</source>
        <translation>
            <numerusform>In %Ln part, which becomes one file</numerusform>
            <numerusform>In %Ln parts, which become one file</numerusform>
        </translation>
    </message>
</context>
</TS>
