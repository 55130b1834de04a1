import { error, notice, warning } from '@actions/core';

/** The title of every annotation of this action. */
const PROPERTIES = { title: 'aws-random-password' };

export const annotateError = (message: string): void => {
  error(message, PROPERTIES);
};

export const annotateWarning = (message: string): void => {
  warning(message, PROPERTIES);
};

export const annotateNotice = (message: string): void => {
  notice(message, PROPERTIES);
};
