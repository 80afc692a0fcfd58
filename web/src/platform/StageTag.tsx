import type { ReactNode } from 'react'
import { tc } from '../i18n'
import { stageColours, stateColours } from './tags'

export function StageTag({ stage: given }: { stage: string | null }) {
  const stage = given ?? 'none'
  const [color, background] = stageColours[stage] ?? stateColours.quiet!
  return <span className="tag" style={{ color, background }}>{tc('stage', stage)}</span>
}

export function StateTag({ kind, children }: { kind: 'good' | 'warn' | 'bad' | 'info' | 'quiet'; children: ReactNode }) {
  const [color, background] = stateColours[kind]!
  return <span className="tag" style={{ color, background }}>{children}</span>
}
