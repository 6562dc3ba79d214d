#include "widgets/folder_field.h"

#include "base/background.h"
#include "widgets/amounts.h"
#include "widgets/icons.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStorageInfo>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

/// Of the nearest folder that is there.
qint64 freeBytesAt(QString folder)
{
    while (!QFileInfo::exists(folder)) {
        const QString above = QFileInfo(folder).path();
        if (above == folder)
            break;
        folder = above;
    }
    return QStorageInfo(folder).bytesAvailable();
}

} // namespace

FolderField::FolderField(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_path(new QLineEdit(this))
    , m_space(new QLabel(this))
{
    m_disk.setMaxThreadCount(1);
    m_path->setObjectName(u"folder"_s);
    m_path->setAccessibleName(name);
    m_path->setClearButtonEnabled(false);
    m_space->setObjectName(u"folderSpace"_s);
    m_space->setTextFormat(Qt::PlainText);
    auto *button = new QToolButton(this);
    button->setObjectName(u"chooseFolder"_s);
    button->setIcon(namedIcon(u"document-open-folder"_s));
    button->setText(tr("Choose…"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAccessibleName(tr("Choose a folder"));
    setFocusProxy(m_path);

    auto *row = new QHBoxLayout;
    row->addWidget(m_path, 1);
    row->addWidget(button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(m_space);

    connect(button, &QToolButton::clicked, this, &FolderField::choose);
    connect(m_path, &QLineEdit::textChanged, this, &FolderField::measure);
    connect(m_path, &QLineEdit::textEdited, this, &FolderField::edited);
    connect(m_path, &QLineEdit::editingFinished, this, &FolderField::chosen);
    showSpace();
}

FolderField::~FolderField() = default;

QString FolderField::folder() const
{
    QString path = m_path->text().trimmed();
    if (path == "~"_L1 || path.startsWith("~/"_L1))
        path.replace(0, 1, QDir::homePath());
    return QDir::isAbsolutePath(path) ? QDir::cleanPath(path) : QString();
}

void FolderField::setFolder(const QString &folder)
{
    m_path->setText(QDir::toNativeSeparators(folder));
}

void FolderField::choose()
{
    auto *dialog = new QFileDialog(this, tr("Folder for the models"), folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &FolderField::take);
    dialog->open();
}

void FolderField::take(const QString &folder)
{
    setFolder(folder);
    Q_EMIT edited();
    Q_EMIT chosen();
}

void FolderField::measure()
{
    const QString wanted = folder();
    m_freeBytes.reset();
    m_measured = wanted;
    showSpace();
    if (wanted.isEmpty())
        return;
    runInBackground(
        m_disk, this, [wanted] { return freeBytesAt(wanted); },
        [this, wanted](qint64 bytes) {
            if (wanted != m_measured)
                return; // another one was typed meanwhile
            m_freeBytes = bytes;
            showSpace();
        });
}

void FolderField::showSpace()
{
    if (m_measured.isEmpty())
        m_space->setText(tr("Type the whole path of a folder"));
    else if (m_freeBytes)
        m_space->setText(tr("%1 free").arg(bytesText(*m_freeBytes)));
    else
        m_space->setText(tr("Looking for free space…"));
}
