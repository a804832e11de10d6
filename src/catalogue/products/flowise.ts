import { defineCatalogue } from '../define-catalogue.js'

const about = { since: '1.4.11', owner: 'Flowise team' } as const

const version = {
  type: 'string',
  filled: true,
  meaning: { en: 'Version of Flowise', es: 'Versión de Flowise', zh: 'Flowise 的版本' },
  sample: { en: 'app-version', es: 'versión-app', zh: '应用程序版本' },
} as const

/** The documentation spells it so. It leaves spelt right as well, so that both old and new reports find it. */
const chatlowId = {
  type: 'string',
  alsoAs: 'chatflowId',
  meaning: { en: 'Id of the chatflow', es: 'Id del chatflow', zh: '聊天流程的 ID' },
  sample: { en: 'chatflow-id', es: 'id-chatflow', zh: '聊天流程 ID' },
} as const

const node = (number: number) =>
  ({ en: `nodeid-${number}`, es: `nodoid-${number}`, zh: `节点 ID ${number}` }) as const

const flowGraph = {
  type: 'object',
  meaning: {
    en: 'Shape of the flow: ids of its nodes and what connects them, no names, inputs or values',
    es: 'Forma del flujo: ids de sus nodos y lo que los une, sin nombres, entradas ni valores',
    zh: '流程的结构：节点 ID 及其连接，不含名称、输入或值',
  },
  properties: {
    nodes: {
      type: 'string[]',
      meaning: { en: 'Ids of the nodes', es: 'Ids de los nodos', zh: '节点的 ID' },
      sample: [node(1), node(2)],
    },
    edges: {
      type: 'object[]',
      meaning: { en: 'Connections', es: 'Conexiones', zh: '连接' },
      properties: {
        source: {
          type: 'string',
          meaning: {
            en: 'Id of the node that it comes from',
            es: 'Id del nodo de origen',
            zh: '起点节点的 ID',
          },
          sample: node(1),
        },
        target: {
          type: 'string',
          meaning: {
            en: 'Id of the node that it goes to',
            es: 'Id del nodo de destino',
            zh: '终点节点的 ID',
          },
          sample: node(2),
        },
      },
    },
  },
} as const

const from = {
  en: 'Who asked: the interface, or another program by the API',
  es: 'Quién lo pidió: la interfaz, u otro programa por la API',
  zh: '请求来源：界面，或通过 API 的其他程序',
} as const

/** Flowise: the events of its telemetry page, with the metadata that it names. */
export const flowise = defineCatalogue({
  product: 'Flowise',
  naming: { properties: 'camelCase' },
  events: {
    chatflow_created: {
      ...about,
      when: { en: 'A chatflow was created', es: 'Se creó un chatflow', zh: '创建了聊天流程' },
      properties: { version, chatlowId, flowGraph },
    },
    tool_created: {
      ...about,
      when: { en: 'A tool was created', es: 'Se creó una herramienta', zh: '创建了工具' },
      properties: {
        version,
        toolId: {
          type: 'string',
          meaning: { en: 'Id of the tool', es: 'Id de la herramienta', zh: '工具的 ID' },
          sample: { en: 'tool-id', es: 'id-herramienta', zh: '工具 ID' },
        },
        toolName: {
          type: 'string',
          meaning: {
            en: 'Name that its author gave it',
            es: 'Nombre que le dio su autor',
            zh: '作者给它起的名称',
          },
          sample: { en: 'tool-name', es: 'nombre-herramienta', zh: '工具名称' },
        },
      },
    },
    assistant_created: {
      ...about,
      when: { en: 'An assistant was created', es: 'Se creó un asistente', zh: '创建了助手' },
      properties: {
        version,
        assistantId: {
          type: 'string',
          meaning: { en: 'Id of the assistant', es: 'Id del asistente', zh: '助手的 ID' },
          sample: { en: 'assistant-id', es: 'id-asistente', zh: '助手 ID' },
        },
      },
    },
    vector_upserted: {
      ...about,
      when: {
        en: 'Documents were written to a vector store',
        es: 'Se escribieron documentos en un almacén vectorial',
        zh: '文档写入了向量存储',
      },
      properties: {
        version,
        chatlowId,
        type: { type: 'string', values: ['INTERNAL', 'EXTERNAL'], meaning: from },
        flowGraph,
        stopNodeId: {
          type: 'string',
          optional: true,
          meaning: {
            en: 'Id of the node at which it ended',
            es: 'Id del nodo en el que terminó',
            zh: '结束时所在节点的 ID',
          },
          sample: node(1),
        },
      },
    },
    prediction_sent: {
      ...about,
      when: { en: 'A flow answered', es: 'Un flujo respondió', zh: '流程给出了回答' },
      properties: {
        version,
        chatlowId,
        chatId: {
          type: 'string',
          meaning: { en: 'Id of the chat', es: 'Id del chat', zh: '聊天的 ID' },
          sample: { en: 'chat-id', es: 'id-chat', zh: '聊天 ID' },
        },
        type: {
          type: 'string',
          values: ['INTERNAL', 'EXTERNAL', 'EVALUATION'],
          meaning: {
            en: `${from.en}; or an evaluation`,
            es: `${from.es}; o una evaluación`,
            zh: `${from.zh}；或评估`,
          },
        },
        flowGraph,
      },
    },
  },
})
