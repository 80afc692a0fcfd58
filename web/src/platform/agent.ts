/* A browser's long name in two words; the order matters, each names itself after the older ones. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\/(\d+)/, 'WeChat'], [/Edg(?:e|A|iOS)?\/(\d+)/, 'Edge'], [/OPR\/(\d+)/, 'Opera'], [/Firefox\/(\d+)/, 'Firefox'], [/FxiOS\/(\d+)/, 'Firefox'],
  [/(?:Headless)?Chrome\/(\d+)/, 'Chrome'], [/CriOS\/(\d+)/, 'Chrome'], [/Version\/(\d+).*Safari/, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Harmony/i, 'HarmonyOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux'],
]

/* "Chrome 120 · Windows"; null: nothing we know. */
export function deviceOf(agent: string | null | undefined): string | null {
  const text = agent ?? ''
  const browser = BROWSERS.map(([re, name]) => ({ name, m: re.exec(text) })).find((b) => b.m)
  const system = SYSTEMS.find(([re]) => re.test(text))?.[1]
  const parts = [browser && `${browser.name} ${browser.m![1]}`, system].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : null
}
