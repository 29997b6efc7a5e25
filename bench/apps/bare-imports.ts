/** A process that loads what Gatehouse stands on, says so, and waits. */
import '@agendajs/mongo-backend';
import '@slack/bolt';
import 'agenda';
import 'mongoose';
import { answerQuestions } from '../support/answer.ts';

export type BareImportsQuestion = { kind: 'loaded' };

answerQuestions<BareImportsQuestion>(async () => performance.now());
