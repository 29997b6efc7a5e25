import { crowdFigure } from '../support/crowd.ts';

export const typeaheadP95 = crowdFigure({
  name: 'typeahead-p95',
  what: 'people found for what is typed, letter by letter',
  kind: 'typeahead',
});
