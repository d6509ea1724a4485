/** Lines of words in a chart, as export/dialect/charts.py has them: they may have the sign that parts cells. */
export const SOURCE = /^\s*sources?\s*:/i
