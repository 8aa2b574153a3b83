// Marks where a text is wrong: a wave below it, a sign beside its line, and what is wrong while the pointer is over either.
import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, gutter, hoverTooltip } from '@codemirror/view';

export const mark = StateEffect.define();

const faults = StateField.define({
  create: () => null,
  update(fault, transaction) {
    for (const effect of transaction.effects) if (effect.is(mark)) return effect.value;
    if (!fault || !transaction.docChanged) return fault;
    // what is mended is not marked any more
    let touched = false;
    transaction.changes.iterChangedRanges((from, to) => (touched ||= from <= fault.to && to >= fault.from));
    return touched ? null : { ...fault, from: transaction.changes.mapPos(fault.from), to: transaction.changes.mapPos(fault.to) };
  },
  provide: field => EditorView.decorations.compute([field], state => {
    const fault = state.field(field);
    if (!fault) return Decoration.none;
    const line = Decoration.line({ class: 'cm-fault-line' }).range(state.doc.lineAt(fault.from).from);
    return fault.to > fault.from
      ? Decoration.set([line, Decoration.mark({ class: 'cm-fault' }).range(fault.from, fault.to)])
      : Decoration.set([line]);
  }),
});

export const faultOf = state => state.field(faults, false);

class Sign extends GutterMarker {
  constructor(message) {
    super();
    this.message = message;
  }

  eq(other) {
    return other.message === this.message;
  }

  toDOM() {
    const sign = document.createElement('span');
    sign.className = 'cm-fault-sign';
    sign.textContent = '●';
    sign.title = this.message;
    return sign;
  }
}

const signs = gutter({
  class: 'cm-fault-gutter',
  markers: view => {
    const fault = faultOf(view.state);
    return fault ? RangeSet.of([new Sign(fault.message).range(view.state.doc.lineAt(fault.from).from)]) : RangeSet.empty;
  },
  lineMarkerChange: update => faultOf(update.startState) !== faultOf(update.state),
});

const faultText = hoverTooltip((view, position) => {
  const fault = view.state.field(faults, false);
  if (!fault || position < fault.from || position > fault.to || !fault.message) return null;
  return {
    pos: fault.from,
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-fault-text';
      dom.textContent = fault.message;
      return { dom };
    },
  };
});

export const faultMarks = [faults, signs, faultText];
