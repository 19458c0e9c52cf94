import { readTopic } from './topics.ts';

/** The resources of the API, in the order of the reference; what is said of each is Markdown. */
export const TAGS = ['Tents', 'Bulk jobs', 'Templates', 'Contacts', 'Analytics', 'Account'].map(
  (name) => ({ name, description: readTopic(name.toLowerCase().replaceAll(' ', '-')) }),
);
