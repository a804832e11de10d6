import type { Language } from '../declaration.js'

interface Words {
  title(product: string): string
  readonly intro: string
  since(version: string): string
  owner(name: string): string
  readonly property: string
  readonly type: string
  readonly unit: string
  readonly required: string
  readonly meaning: string
  readonly yes: string
  readonly no: string
  /** Free text. */
  readonly permitted: string
  alsoAs(name: string): string
  oneOf(values: string): string
  readonly nothing: string
}

/** What stands between the words of a catalogue. */
export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: (product) => `${product}: what telemetry sends`,
    intro: 'These are all events, with all that is in them. What is not named here does not leave.',
    since: (version) => `Since ${version}.`,
    owner: (name) => `Owner: ${name}.`,
    property: 'Property',
    type: 'Type',
    unit: 'Unit',
    required: 'Required',
    meaning: 'Meaning',
    yes: 'yes',
    no: 'no',
    permitted: 'no; it leaves only where free text is permitted',
    alsoAs: (name) => `It also leaves as ${name}.`,
    oneOf: (values) => `One of: ${values}.`,
    nothing: 'Nothing but its name.',
  },
  es: {
    title: (product) => `${product}: qué envía la telemetría`,
    intro: 'Estos son todos los eventos, con todo lo que contienen. Lo que no se nombra aquí no sale.',
    since: (version) => `Desde ${version}.`,
    owner: (name) => `Responsable: ${name}.`,
    property: 'Propiedad',
    type: 'Tipo',
    unit: 'Unidad',
    required: 'Obligatoria',
    meaning: 'Significado',
    yes: 'sí',
    no: 'no',
    permitted: 'no; solo sale donde se permite el texto libre',
    alsoAs: (name) => `Sale también como ${name}.`,
    oneOf: (values) => `Uno de: ${values}.`,
    nothing: 'Nada más que su nombre.',
  },
  zh: {
    title: (product) => `${product}：遥测发送的内容`,
    intro: '以下是全部事件及其全部内容。此处未列出的一律不会发送。',
    since: (version) => `始于 ${version}。`,
    owner: (name) => `负责方：${name}。`,
    property: '属性',
    type: '类型',
    unit: '单位',
    required: '必填',
    meaning: '含义',
    yes: '是',
    no: '否',
    permitted: '否；仅在允许自由文本时发送',
    alsoAs: (name) => `同时以 ${name} 发送。`,
    oneOf: (values) => `取值之一：${values}。`,
    nothing: '除名称外无其他内容。',
  },
}
