/* Text on ground, each at least 4.5:1 (a test computes it). */
export const stageColours: Record<string, [string, string]> = {
  none: ['#454c57', '#eef0f2'],
  applicant: ['#454c57', '#eef0f2'],
  activist: ['#1b4f8a', '#e9f1fa'],
  candidate: ['#7f4a00', '#fff0d4'],
  probationary: ['#5d2a78', '#f3eafa'],
  full: ['#9e1b22', '#fbeaea'],
}

export const stateColours: Record<string, [string, string]> = {
  good: ['#1d6a3a', '#e9f5ed'],
  warn: ['#7f4a00', '#fff0d4'],
  bad: ['#9e1b22', '#fbeaea'],
  info: ['#1b4f8a', '#e9f1fa'],
  quiet: ['#454c57', '#eef0f2'],
}
