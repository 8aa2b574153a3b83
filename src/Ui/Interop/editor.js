// CodeMirror behind a few calls: a document with its own undo, completion that C# gives, a mark where a statement is wrong.
import { autocompletion, closeBrackets, closeCompletion, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { PostgreSQL, SQLDialect, sql } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import {
  Decoration, EditorView, drawSelection, dropCursor, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars,
  keymap, lineNumbers, placeholder, rectangularSelection,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { faultMarks, faultOf, mark } from './editor/faults.js';
import { describing, signing } from './editor/hints.js';
import { reachableProposals } from './editor/proposals.js';

const NEAR = 20_000;
const TOLD_AFTER = 150;
const LARGE = 200_000;

const colours = syntaxHighlighting(HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--t-code-keyword)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--t-code-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--t-code-number)' },
  { tag: [tags.comment], color: 'var(--t-muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.definition(tags.propertyName), tags.propertyName], color: 'var(--t-code-name)' },
  { tag: [tags.invalid], color: 'var(--t-error)' },
]));

const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--t-bg)', color: 'var(--t-text)', fontSize: 'var(--t-size-m)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--t-mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--t-text)', padding: 'var(--t-2) 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--t-text)' },
  '.cm-gutters': { backgroundColor: 'var(--t-bg)', color: 'var(--t-muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--t-code-line)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--t-code-selection) !important' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--t-selected)', outline: '1px solid var(--t-line-strong)' },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--t-error-bg)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--t-selected)' },
  '.cm-searchMatch': { backgroundColor: 'var(--t-warning-bg)', outline: '1px solid var(--t-warning)' },
  '.cm-panels': { backgroundColor: 'var(--t-surface)', color: 'var(--t-text)', borderColor: 'var(--t-line)' },
  '.cm-panels .cm-textfield, .cm-panels .cm-button': { backgroundColor: 'var(--t-raised)', backgroundImage: 'none', color: 'var(--t-text)', border: '1px solid var(--t-line-strong)', borderRadius: '4px' },
  '.cm-tooltip': { backgroundColor: 'var(--t-raised)', color: 'var(--t-text)', border: '1px solid var(--t-line)', borderRadius: 'var(--t-radius)', boxShadow: 'var(--t-shadow)', overflow: 'hidden' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--t-mono)', fontSize: 'var(--t-size-s)', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--t-selected) !important', color: 'var(--t-text) !important' },
  '.cm-completionDetail': { color: 'var(--t-muted)', fontStyle: 'normal', marginInlineStart: '1.5em' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { padding: 'var(--t-2) var(--t-3)', fontSize: 'var(--t-size-s)', maxWidth: '30em' },
  '.cm-placeholder': { color: 'var(--t-muted)' },
  '.cm-fault': { textDecoration: 'underline wavy var(--t-error)', textDecorationSkipInk: 'none', textUnderlineOffset: '3px', backgroundColor: 'var(--t-error-bg)' },
  '.cm-fault-line': { boxShadow: 'inset 3px 0 var(--t-error)' },
  '.cm-fault-text': { padding: 'var(--t-2) var(--t-3)', color: 'var(--t-error)', maxWidth: '40em', fontSize: 'var(--t-size-s)' },
  '.cm-fault-gutter': { width: '14px' },
  '.cm-fault-sign': { color: 'var(--t-error)', cursor: 'default', fontWeight: '700' },
  '.cm-hint': { padding: 'var(--t-2) var(--t-3)', maxWidth: '38em', fontSize: 'var(--t-size-s)', fontFamily: 'var(--t-font)' },
  '.cm-hint-title': { fontFamily: 'var(--t-mono)', overflowWrap: 'anywhere' },
  '.cm-hint-title b': { color: 'var(--t-link)', fontWeight: '700' },
  '.cm-hint-detail': { color: 'var(--t-muted)', marginInlineStart: '1em' },
  '.cm-hint-line': { color: 'var(--t-muted)', marginBlockStart: '2px' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--t-surface)', color: 'var(--t-muted)', borderColor: 'var(--t-line)' },
});

// DuckDB reads PostgreSQL's words; what it has beyond them
const dialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords} qualify pivot unpivot asof anti semi positional summarize describe exclude replace columns macro sample try_cast ilike glob`,
  types: `${PostgreSQL.spec.types} hugeint uhugeint ubigint uinteger usmallint utinyint tinyint blob struct map list union double varchar string datetime timestamptz`,
});

const languages = { sql: () => sql({ dialect, upperCaseKeywords: false }), yaml: () => yaml(), text: () => [] };

class Editor {
  constructor(host, listener, options) {
    this.host = host;
    this.listener = listener;
    this.options = options;
    this.states = new Map();
    this.readOnly = new Compartment();
    this.named = new Compartment();
    this.key = options.key;
    this.view = new EditorView({ parent: host, state: this.state(options.value) });
    addEventListener('pagehide', this.leaving = () => this.keep());
  }

  state(value) {
    const { options, listener } = this;
    return EditorState.create({
      doc: value,
      extensions: [
        theme, colours, faultMarks,
        options.describes ? describing((text, at) => listener.invokeMethodAsync('DescribeAt', text, at)) : [],
        options.signs ? signing((text, at) => listener.invokeMethodAsync('CallAt', text, at)) : [],
        lineNumbers(), foldGutter({ openText: '▾', closedText: '▸' }), highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), dropCursor(),
        rectangularSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightSelectionMatches(), search({ top: true }),
        EditorState.allowMultipleSelections.of(true), EditorState.tabSize.of(2),
        languages[options.language](),
        autocompletion({ override: options.completes ? [context => this.complete(context)] : undefined, activateOnTyping: true, maxRenderedOptions: 100, icons: false }),
        reachableProposals,
        placeholder(options.placeholder),
        this.readOnly.of(this.writable(options.readOnly)),
        this.named.of(EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' })),
        EditorState.phrases.of(options.phrases ?? {}),
        Prec.highest(keymap.of([
          { key: 'Mod-Enter', run: () => this.run(false), preventDefault: true },
          { key: 'Shift-Mod-Enter', run: () => this.run(true), preventDefault: true },
          ...(options.asks ? [['Shift-Mod-f', 'format'], ['Mod-s', 'save'], ['Shift-Mod-e', 'explain']] : [])
            .map(([key, what]) => ({ key, run: () => this.ask(what), preventDefault: true })),
        ])),
        // Mod-k is the search of the whole page
        keymap.of([...closeBracketsKeymap, ...defaultKeymap.filter(binding => binding.key !== 'Mod-k'), ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, indentWithTab]),
        options.wraps ? EditorView.lineWrapping : [],
        EditorView.updateListener.of(update => {
          if (update.docChanged) this.changed();
        }),
      ],
    });
  }

  writable(readOnly) {
    return [EditorState.readOnly.of(readOnly), EditorView.contentAttributes.of({ 'aria-readonly': String(readOnly) })];
  }

  run(all) {
    closeCompletion(this.view);
    this.tell();
    this.listener.invokeMethodAsync('RunAsked', all);
    return true;
  }

  ask(what) {
    closeCompletion(this.view);
    this.tell();
    this.listener.invokeMethodAsync('AskedFor', what);
    return true;
  }

  changed() {
    this.dirty = true;
    if (this.view.state.doc.length < LARGE) this.keep();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(), this.view.state.doc.length < LARGE ? TOLD_AFTER : TOLD_AFTER * 6);
  }

  /** Keeps the text in this browser: at once, so that nothing that was typed is lost. */
  keep() {
    if (!this.options.keep || !this.dirty) return;
    try {
      localStorage.setItem(this.options.keep.replace('{}', this.key), this.view.state.doc.toString());
      this.refused = false;
    } catch {
      if (!this.refused) this.listener.invokeMethodAsync('NotKept');
      this.refused = true;
    }
  }

  tell() {
    clearTimeout(this.telling);
    if (!this.dirty) return;
    this.keep();
    this.dirty = false;
    this.listener.invokeMethodAsync('Typed', this.key, this.view.state.doc.toString());
  }

  /** Shows another document; each one has its own undo. */
  open(key, value) {
    if (key === this.key) {
      if (value !== this.view.state.doc.toString()) {
        this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: value } });
        this.tell();
      }
      return;
    }
    this.tell();
    this.states.set(this.key, this.view.state);
    this.key = key;
    const kept = this.states.get(key);
    this.view.setState(kept && kept.doc.toString() === value ? kept : this.state(value));
  }

  forget(key) {
    this.states.delete(key);
  }

  /** The text, where the cursor is, and what is selected. */
  snapshot() {
    this.tell();
    const { main } = this.view.state.selection;
    return [this.view.state.doc.toString(), String(main.head), String(main.from), String(main.to)];
  }

  insert(text) {
    this.view.dispatch(this.view.state.replaceSelection(text));
    this.view.focus();
  }

  mark(from, length, message) {
    const { doc } = this.view.state;
    const start = Math.min(Math.max(0, from), doc.length);
    const line = doc.lineAt(start);
    const word = /^(?:[\p{L}\p{N}_$]+|"[^"]*"?|'[^']*'?|\S)/u.exec(line.text.slice(start - line.from));
    const long = length > 0 ? Math.min(length, doc.length - start) : (word ? word[0].length : 0);
    const value = { from: start, to: start + long, message };
    if (!long && start > line.from) value.from = start - 1;
    this.view.dispatch({ effects: [mark.of(value), EditorView.scrollIntoView(start, { y: 'nearest', yMargin: 40 })] });
  }

  /** Puts a text in place of a part; the cursor stands behind it. */
  replace(from, to, text) {
    const end = this.view.state.doc.length;
    const [start, stop] = [Math.min(from, end), Math.min(to, end)];
    this.view.dispatch({ changes: { from: start, to: stop, insert: text }, selection: { anchor: start + text.length }, userEvent: 'input.complete', scrollIntoView: true });
    this.tell();
    this.view.focus();
  }

  goto(position) {
    const anchor = Math.min(Math.max(0, position), this.view.state.doc.length);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    this.view.focus();
  }

  unmark() {
    if (faultOf(this.view.state)) this.view.dispatch({ effects: mark.of(null) });
  }

  setReadOnly(readOnly) {
    this.view.dispatch({ effects: this.readOnly.reconfigure(this.writable(readOnly)) });
  }

  focus() {
    this.view.focus();
  }

  async complete(context) {
    const { pos, explicit, state } = context;
    const before = context.matchBefore(/[\p{L}\p{N}_$]*$/u);
    const dotted = /[."]$/.test(state.sliceDoc(Math.max(0, pos - 1), pos));
    if (!explicit && !dotted && (!before || before.from === before.to || /^\d/.test(before.text))) return null;
    const start = Math.max(0, pos - NEAR);
    const found = await this.listener.invokeMethodAsync('CompleteAt', state.sliceDoc(start, Math.min(state.doc.length, pos + NEAR)), pos - start, explicit);
    if (context.aborted || !found || found.length < 2) return null;
    const [[from, whole], ...items] = found;
    return {
      from: start + Number(from),
      validFor: whole === '1' ? /^[\p{L}\p{N}_$]*$/u : undefined,
      options: items.map(([label, type, detail, apply, info, boost]) => ({
        label, type, detail: detail ?? undefined, info: info ?? undefined, boost: Number(boost ?? 0),
        apply: apply?.endsWith('(') ? call(apply) : (apply ?? undefined),
      })),
    };
  }

  dispose() {
    this.tell();
    removeEventListener('pagehide', this.leaving);
    this.view.destroy();
  }
}

// a function: its brackets, the cursor between them
const call = apply => (view, completion, from, to) => {
  const open = view.state.sliceDoc(to, to + 1) === '(';
  const insert = open ? apply.slice(0, -1) : `${apply})`;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + apply.length }, userEvent: 'input.complete' });
};

export const mount = (host, listener, options) => new Editor(host, listener, options);
