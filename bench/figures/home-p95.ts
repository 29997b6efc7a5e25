import { crowdFigure } from '../support/crowd.ts';

export const homeP95 = crowdFigure({
  name: 'home-p95',
  what: 'the overview of Home',
  kind: 'home',
});
