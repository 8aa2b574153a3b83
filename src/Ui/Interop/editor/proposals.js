// The list of proposals scrolls, so that it can be reached by keys too; what is typed there goes on in the text.
import { completionStatus } from '@codemirror/autocomplete';
import { ViewPlugin } from '@codemirror/view';

export const reachableProposals = ViewPlugin.define(view => {
  const measure = {
    key: 'reachable-proposals',
    read: () => view.dom.querySelector('.cm-tooltip-autocomplete > ul:not([tabindex])'),
    write(list) {
      if (!list) return;
      list.tabIndex = 0;
      list.addEventListener('keydown', event => {
        if (event.key !== 'Tab' && event.key !== 'Shift') view.focus();
      });
    },
  };
  return {
    update() {
      if (completionStatus(view.state) === 'active') view.requestMeasure(measure);
    },
  };
});
