// Lays SQL out. Loaded when it is first asked for; the page checks that the tokens are the same before it takes the answer.
import { duckdb, formatDialect } from 'sql-formatter';

export function format(sql) {
  try {
    return formatDialect(sql, { dialect: duckdb, tabWidth: 2, keywordCase: 'preserve', functionCase: 'preserve', linesBetweenQueries: 1, paramTypes: { named: ['$'], numbered: ['$', '?'] } });
  } catch {
    return null;
  }
}
