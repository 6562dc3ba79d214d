#include "cli/line_editor.h"

#include "cli/usual_signals.h"

#include <histedit.h>

#include <cstdio>

/// What libedit is given to work with.
struct LineEditor::State {
    QByteArray prompt;
    bool isInterrupted = false;
    History *history = history_init();
    EditLine *editor = el_init("shimmyctl", stdin, stdout, stderr);
    HistEvent event{};

    static State &of(EditLine *editor)
    {
        void *state = nullptr;
        el_get(editor, EL_CLIENTDATA, &state);
        return *static_cast<State *>(state);
    }
    static char *promptOf(EditLine *editor) { return of(editor).prompt.data(); }
    static unsigned char interrupt(EditLine *editor, int)
    {
        of(editor).isInterrupted = true;
        return CC_EOF;
    }
};

LineEditor::LineEditor()
    : m_state(std::make_unique<State>())
{
    EditLine *editor = m_state->editor;
    history(m_state->history, &m_state->event, H_SETSIZE, 1000);
    el_set(editor, EL_CLIENTDATA, m_state.get());
    el_set(editor, EL_PROMPT, &State::promptOf);
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_HIST, history, m_state->history);
    // While a line is edited Ctrl-C is a key like others; a signal would leave the terminal as the editor has it.
    el_set(editor, EL_SETTY, "-d", "-isig", nullptr);
    el_set(editor, EL_ADDFN, "interrupt", "Give up this line", &State::interrupt);
    el_set(editor, EL_BIND, "^C", "interrupt", nullptr);
    el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    el_set(editor, EL_BIND, "^W", "ed-delete-prev-word", nullptr);
}

LineEditor::~LineEditor()
{
    el_end(m_state->editor);
    history_end(m_state->history);
}

LineEditor::Input LineEditor::read(const QString &prompt)
{
    m_state->prompt = prompt.toUtf8();
    m_state->isInterrupted = false;
    const UsualSignals usual;
    int bytes = 0;
    const char *line = el_gets(m_state->editor, &bytes);
    if (m_state->isInterrupted)
        return {End::Interrupted, {}};
    if (!line || bytes <= 0)
        return {End::EndOfInput, {}};
    QString text = QString::fromUtf8(line, bytes);
    while (text.endsWith(u'\n') || text.endsWith(u'\r'))
        text.chop(1);
    if (!text.trimmed().isEmpty())
        history(m_state->history, &m_state->event, H_ENTER, line);
    return {End::Line, text};
}
