// What a name is while the pointer is over it, and the parameters of the function whose brackets the cursor is in.
import { StateEffect, StateField } from '@codemirror/state';
import { ViewPlugin, hoverTooltip, keymap, showTooltip } from '@codemirror/view';
import { faultOf } from './faults.js';

const NEAR = 20_000;

// the text around a place, and where it begins
const around = (state, position) => {
  const start = Math.max(0, position - NEAR);
  return [state.sliceDoc(start, Math.min(state.doc.length, position + NEAR)), start];
};

// the parameter that is written now stands out
function titled(dom, title, argument) {
  const bracket = title.indexOf('(');
  if (argument === null || bracket < 0) {
    dom.append(title);
    return;
  }
  const parameters = title.slice(bracket + 1, title.lastIndexOf(')')).split(', ');
  dom.append(title.slice(0, bracket + 1));
  parameters.forEach((parameter, index) => {
    if (index > 0) dom.append(', ');
    if (index === Math.min(argument, parameters.length - 1)) {
      const bold = document.createElement('b');
      bold.textContent = parameter;
      dom.append(bold);
    } else {
      dom.append(parameter);
    }
  });
  dom.append(')');
}

function draw([, , title, detail, argument, ...lines]) {
  const dom = document.createElement('div');
  dom.className = 'cm-hint';
  const head = document.createElement('div');
  const name = document.createElement('span');
  name.className = 'cm-hint-title';
  titled(name, title, argument === null ? null : Number(argument));
  head.append(name);
  if (detail) {
    const more = document.createElement('span');
    more.className = 'cm-hint-detail';
    more.textContent = detail;
    head.append(more);
  }
  dom.append(head);
  for (const line of lines) {
    const more = document.createElement('div');
    more.className = 'cm-hint-line';
    more.textContent = line;
    dom.append(more);
  }
  return { dom };
}

export const describing = ask => hoverTooltip(async (view, position) => {
  const fault = faultOf(view.state);
  if (fault && position >= fault.from && position <= fault.to) return null;
  const [text, start] = around(view.state, position);
  const hint = await ask(text, position - start);
  return hint?.length ? { pos: start + Number(hint[0]), end: start + Number(hint[1]), above: true, create: () => draw(hint) } : null;
}, { hoverTime: 350 });

export function signing(ask) {
  const show = StateEffect.define();
  const shown = StateField.define({
    create: () => null,
    update(tooltip, transaction) {
      for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
      return tooltip && transaction.docChanged ? { ...tooltip, pos: transaction.changes.mapPos(tooltip.pos) } : tooltip;
    },
    provide: field => showTooltip.from(field),
  });
  const plugin = ViewPlugin.fromClass(class {
    update(update) {
      if (!update.docChanged && !update.selectionSet && !update.focusChanged) return;
      const { state } = update.view;
      const typed = update.transactions.some(transaction => transaction.isUserEvent('input') || transaction.isUserEvent('delete'));
      const position = state.selection.main.head;
      // it opens with a bracket or a comma, and stays while the cursor is inside
      const opens = typed && /[(,]$/.test(state.sliceDoc(Math.max(0, position - 1), position));
      if (!opens && !state.field(shown)) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(update.view), 80);
    }

    async look(view) {
      if (!view.hasFocus) {
        if (view.state.field(shown)) view.dispatch({ effects: show.of(null) });
        return;
      }
      const position = view.state.selection.main.head;
      const [text, start] = around(view.state, position);
      const hint = await ask(text, position - start);
      if (this.gone || view.state.selection.main.head !== position) return;
      view.dispatch({ effects: show.of(hint?.length ? { pos: start + Number(hint[0]), above: true, create: () => draw(hint) } : null) });
    }

    destroy() {
      this.gone = true;
      clearTimeout(this.timer);
    }
  });
  const close = view => {
    if (!view.state.field(shown)) return false;
    view.dispatch({ effects: show.of(null) });
    return true;
  };
  return [shown, plugin, keymap.of([{ key: 'Escape', run: close }])];
}
