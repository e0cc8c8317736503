// The format as data: framing, payloads, schemas, families, limits, rules of all generations.
// Generated from declare/ and schemas/; do not edit: run python -m cellucid_session.generate
/* eslint-disable */
export const FORMAT = {
 "version":"0.1.0",
 "limits":{
  "MANIFEST_BYTES_MIN":1,
  "MANIFEST_BYTES":16777216,
  "STORED_BYTES":536870912,
  "INFLATED_BYTES":536870912,
  "UVARINT_BYTES":8,
  "SAFE_INTEGER":9007199254740991,
  "JSON_DEPTH":64,
  "CELL_INDEX":4294967295,
  "CODES_LENGTH":4294967295,
  "FRAME_BYTES":4294967295,
  "CODE_U8":255,
  "CODE_U32":4294967295,
  "NAME_LENGTH":256,
  "CODE_VALUE":65535,
  "CHUNK_ID_LENGTH":180,
  "CATEGORIES_U8":255,
  "UNASSIGNED_U8":255,
  "UNASSIGNED_U16":65535
 },
 "budgets":{
  "file_bytes":536870912,
  "inflated_bytes":4294967296,
  "json_bytes":33554432,
  "total_json_bytes":134217728,
  "json_nodes":2000000,
  "chunks":100000,
  "findings":1000
 },
 "rules":{
  "frame.magic":["safety","error",0],
  "frame.truncated":["safety","error",1],
  "frame.manifest-length":["safety","error",1],
  "frame.chunk-length":["safety","error",1],
  "frame.chunk-truncated":["safety","error",1],
  "frame.trailing":["safety","error",2],
  "frame.generation":["safety","error",3],
  "json.empty":["safety","error",1],
  "json.utf8":["safety","error",4],
  "json.bom":["safety","error",5],
  "json.syntax":["safety","error",4],
  "json.duplicate-key":["safety","error",2],
  "json.non-finite":["safety","error",6],
  "json.number-overflow":["safety","error",6],
  "json.integer-range":["safety","error",6],
  "json.surrogate":["safety","error",6],
  "json.depth":["safety","error",2],
  "json.integer-form":["conformance","error",6],
  "manifest.root":["safety","error",1],
  "manifest.chunks":["safety","error",1],
  "manifest.fingerprint-missing":["conformance","error",7],
  "manifest.fingerprint":["conformance","error",4],
  "manifest.created-at":["conformance","error",6],
  "manifest.data-source":["conformance","error",6],
  "manifest.created-at-missing":["advice","note",8],
  "manifest.data-source-missing":["advice","note",8],
  "manifest.cell-names":["conformance","error",9],
  "manifest.summary":["advice","note",8],
  "manifest.no-chunks":["advice","warning",10],
  "manifest.unknown-key":["advice","warning",11],
  "manifest.user-path":["advice","note",12],
  "manifest.dataset-id-odd":["advice","note",13],
  "manifest.closed":["conformance","error",6],
  "manifest.key-missing":["conformance","error",6],
  "manifest.cell-order":["conformance","error",6],
  "manifest.data-mapping":["conformance","error",6],
  "manifest.data-mapping-order":["conformance","error",6],
  "manifest.source":["conformance","error",6],
  "manifest.source-host":["advice","note",8],
  "manifest.requires":["conformance","error",6],
  "manifest.requires-order":["conformance","error",6],
  "manifest.requires-missing":["advice","note",8],
  "chunk.entry":["safety","error",1],
  "chunk.key-missing":["safety","error",4],
  "chunk.id":["safety","error",4],
  "chunk.contributor":["safety","error",4],
  "chunk.priority":["safety","error",4],
  "chunk.kind":["safety","error",4],
  "chunk.codec":["safety","error",14],
  "chunk.label":["safety","error",4],
  "chunk.dataset-dependent":["safety","error",4],
  "chunk.stored-bytes":["safety","error",4],
  "chunk.uncompressed-bytes":["safety","error",4],
  "chunk.depends-on":["safety","error",4],
  "chunk.label-empty":["advice","note",8],
  "chunk.id-duplicate":["safety","error",4],
  "chunk.id-unsafe":["safety","error",2],
  "chunk.id-space":["conformance","error",4],
  "chunk.id-odd":["advice","warning",8],
  "chunk.id-confusable":["advice","warning",15],
  "chunk.stored-bytes-mismatch":["safety","error",1],
  "chunk.inflated-too-large":["safety","error",16],
  "chunk.inflated-short":["conformance","error",4],
  "chunk.sizes-absent":["advice","note",8],
  "chunk.dataset-flag":["safety","error",2],
  "chunk.layout-flag":["advice","warning",8],
  "chunk.family-kind":["safety","error",2],
  "chunk.family-priority":["advice","note",8],
  "chunk.family-contributor":["conformance","error",4],
  "chunk.foreign":["advice","warning",17],
  "chunk.order":["conformance","error",4],
  "chunk.meta-order":["conformance","error",4],
  "chunk.overlays-order":["conformance","error",4],
  "chunk.depends-unknown":["advice","warning",8],
  "chunk.depends-later":["advice","warning",8],
  "chunk.depends-cycle":["conformance","error",6],
  "chunk.size-missing":["conformance","error",6],
  "chunk.unknown":["conformance","error",6],
  "chunk.profile":["conformance","error",6],
  "chunk.family-missing":["conformance","error",6],
  "chunk.contributor-order":["conformance","error",6],
  "chunk.registry-order":["conformance","error",6],
  "gzip.header":["safety","error",1],
  "gzip.flags":["safety","error",2],
  "gzip.header-crc":["safety","error",1],
  "gzip.data":["safety","error",1],
  "gzip.truncated":["safety","error",1],
  "gzip.crc":["safety","error",1],
  "gzip.length":["safety","error",1],
  "gzip.trailing":["safety","error",2],
  "gzip.hidden":["conformance","error",4],
  "payload.unknown-key":["advice","note",8],
  "state.shape":["conformance","error",4],
  "layout.shape":["conformance","error",4],
  "windows.shape":["conformance","error",4],
  "overlays.shape":["conformance","error",4],
  "overlays.required":["conformance","error",4],
  "overlays.field-id-duplicate":["safety","error",4],
  "overlays.category-duplicate":["advice","warning",18],
  "overlays.codes-length-hint":["advice","note",8],
  "meta.shape":["conformance","error",4],
  "meta.required":["conformance","error",4],
  "meta.color":["conformance","error",4],
  "meta.range":["conformance","error",4],
  "meta.page-id-duplicate":["safety","error",4],
  "meta.group-id-duplicate":["safety","error",4],
  "meta.no-pages":["advice","warning",8],
  "meta.active-page":["advice","warning",8],
  "payload.closed":["conformance","error",6],
  "payload.object":["conformance","error",6],
  "overlays.id-form":["conformance","error",6],
  "overlays.key":["conformance","error",6],
  "overlays.deleted":["conformance","error",6],
  "overlays.category-twice":["conformance","error",6],
  "overlays.category-count":["safety","error",2],
  "overlays.codes-length":["conformance","error",6],
  "meta.id-form":["conformance","error",6],
  "meta.active-page-unknown":["conformance","error",6],
  "inventory.shape":["conformance","error",6],
  "inventory.ids":["conformance","error",6],
  "inventory.compact":["conformance","error",6],
  "typed.truncated":["safety","error",1],
  "typed.dtype":["safety","error",6],
  "typed.reference":["safety","error",2],
  "typed.once":["conformance","error",6],
  "uvarint.truncated":["safety","error",1],
  "uvarint.too-long":["safety","error",2],
  "uvarint.range":["safety","error",2],
  "uvarint.overlong":["conformance","error",4],
  "cells.count":["safety","error",2],
  "cells.index":["safety","error",19],
  "cells.trailing":["conformance","error",4],
  "cells.orphan":["conformance","error",4],
  "cells.duplicate":["advice","note",8],
  "cells.count-hint":["advice","warning",20],
  "cells.missing":["advice","warning",21],
  "codes.encoding":["safety","error",22],
  "codes.truncated":["safety","error",1],
  "codes.length":["safety","error",19],
  "codes.runs":["safety","error",2],
  "codes.value":["safety","error",2],
  "codes.trailing":["conformance","error",4],
  "codes.zero-run":["conformance","error",4],
  "codes.category":["conformance","error",4],
  "codes.orphan":["conformance","error",4],
  "codes.ambiguous-axis":["advice","note",23],
  "table.header":["safety","error",1],
  "table.column":["safety","error",1],
  "table.cell-index":["safety","error",19],
  "table.columns":["conformance","error",4],
  "table.trailing":["conformance","error",4],
  "table.id":["conformance","error",4],
  "cells.encoding":["safety","error",1],
  "cells.truncated":["safety","error",1],
  "cells.padding":["safety","error",2],
  "cells.empty-run":["conformance","error",6],
  "cells.ascending":["conformance","error",6],
  "cells.group-count":["conformance","error",6],
  "cells.chunk-missing":["conformance","error",6],
  "cells.reference":["safety","error",2],
  "cells.reference-differs":["safety","error",2],
  "codes.width":["safety","error",2],
  "codes.registry-first":["safety","error",6],
  "codes.bits":["safety","error",1],
  "codes.padding":["conformance","error",6],
  "codes.neighbours":["conformance","error",6],
  "codes.chunk-missing":["conformance","error",6],
  "text.control":["advice","warning",24],
  "text.bidi":["advice","warning",24],
  "text.invisible":["advice","warning",24],
  "text.formula":["advice","warning",25],
  "text.na":["advice","note",26],
  "text.label-edge":["conformance","error",6],
  "text.label-space":["advice","note",8],
  "text.name-edge":["advice","note",8],
  "snapshots.root":["safety","error",27],
  "snapshots.entry":["safety","error",28],
  "snapshots.target":["safety","error",28],
  "snapshots.missing":["conformance","error",29],
  "snapshots.alias-key":["advice","note",30],
  "snapshots.object-entry":["advice","note",31],
  "snapshots.remote":["advice","warning",32],
  "snapshots.none":["advice","warning",33],
  "snapshots.duplicate":["advice","warning",34],
  "snapshots.query":["advice","warning",31],
  "snapshots.unknown-key":["advice","note",8],
  "snapshots.unicode":["advice","warning",35],
  "dataset.cell-count":["conformance","error",36],
  "dataset.var-count":["conformance","error",36],
  "dataset.id":["conformance","error",36],
  "policy.generation":["safety","error",37],
  "budget.file-bytes":["budget","error",38],
  "budget.inflated-bytes":["budget","error",38],
  "budget.json-bytes":["budget","error",38],
  "budget.total-json-bytes":["budget","error",38],
  "budget.json-nodes":["budget","error",38],
  "budget.chunks":["budget","error",38],
  "budget.isolated":["budget","error",39],
  "input.unreadable":["tool","error",40],
  "input.not-regular":["tool","error",41],
  "input.changed":["tool","error",42],
  "input.none":["tool","error",43],
  "tool.internal":["tool","error",44],
  "tool.engines-differ":["tool","error",44],
  "tool.child-died":["tool","error",45]
 },
 "remedies":[
  "Check that this is the file you meant; a copy made in text mode, an archive or a web page is not a session.",
  "Get the file again from where it came; if it is the same there, save the session again in the viewer.",
  "Don't use the file; ask its sender for a new one saved by the viewer.",
  "Ask for a newer version of this program, or open the file in the viewer that wrote it.",
  "Save the session again in the viewer.",
  "Remove the first three bytes of the text, or save the session again in the viewer.",
  "Tell the author of the program that wrote the file; a session saved again in the viewer is right.",
  "Apply the session only to a data set that you know it was made from; save it again in the viewer.",
  "Nothing has to be done if you know why it is so.",
  "Save the session again, or leave `cellNames` out.",
  "Check that it was saved after the work was done.",
  "Look at the member; readers of this generation ignore it.",
  "Remove it before you share the file, if the path is private.",
  "Compare the id with that of your data set character by character.",
  "Open the session with a version that knows the codec, or save it again with none or gzip.",
  "Rename the groups or fields behind them in the viewer.",
  "Treat the file as unsafe or damaged; if it is trusted and legitimately large, the writer must state uncompressedBytes.",
  "Find out which program added it; this tool checks only its codec and, where it says json, its syntax.",
  "Rename one of them in the viewer.",
  "Check that the session belongs to this data set; otherwise don't use the file.",
  "Trust the cells; save the session again in the viewer to mend the count.",
  "Load the session in the viewer, wait until everything is restored, and save it again, from a file that still has the cells.",
  "Open the session with a version that knows the encoding.",
  "Check the field in the viewer.",
  "Rename the thing in the viewer, or show the text only through a program that escapes it.",
  "Open exported tables with a program that does not run formulas; our own CSV output is safe.",
  "Rename the category in the viewer if you export to CSV.",
  "Write the file anew: {\"states\": [\"FILE.cellucid-session\"]}.",
  "Write the entry as a plain relative path.",
  "Put the file there, or remove the entry.",
  "Rename the member to states.",
  "Write the path alone.",
  "Put the session beside the data set.",
  "Add the session's file name.",
  "Remove one of them.",
  "Rename the file.",
  "Use the data set that the session was made from.",
  "Save the session with a release of the viewer that writes one of these generations, or use a policy that takes this one.",
  "Judge it with a larger budget, if you trust where it comes from.",
  "Judge it again with more time or memory.",
  "Check the name and the permissions.",
  "Copy the content into a file, or give it as standard input.",
  "Judge a copy that nobody writes to.",
  "Name a file, or a folder that holds sessions.",
  "Report it, with the file if you may share it.",
  "Judge it again; report it if it happens twice."
 ],
 "recognition":{
  "magics":["CELLUCID_SESSION\n","CELLUCID_SESSION/2\n"],
  "numbered":"CELLUCID_SESSION/",
  "numberDigits":9,
  "noNumber":1,
  "later":"a later format ({}); this version knows generations 1 to 5, formats 1 and 2",
  "lookalikes":{
   "{":"a JSON text",
   "[":"a JSON text",
   "<":"a web page or XML",
   "\u0089":"an HDF5 file, such as .h5ad, or a picture",
   "\u001f":"a gzip file, which holds something else or the session itself",
   "P":"a zip archive",
   "\u00ef":"a text that an editor saved",
   "\u00ff":"a text that an editor saved",
   "CELLUCID_SESSION\r":"a copy made in text mode"
  },
  "signs":[
   [
    ["manifest-length",[],16777216,[4]],
    ["fingerprint-key",["dataMapping"],0,[4,3]],
    ["manifest-key",["dataSource","summary"],0,[1]],
    ["fingerprint-key",["cellOrder"],0,[2]],
    ["chunk-id",["analysis/cache-inventory","cinematic/camera"],0,[2]]
   ],
   []
  ],
  "otherwise":[1,5]
 },
 "head":{
  "fields":[
   ["magic","the magic",{"is":"Literal","value":"CELLUCID_SESSION\n","wrong":"frame.magic","short":"frame.truncated"}],
   [
    "manifest_length",
    "the manifest length",
    {
     "is":"Within",
     "low":1,
     "high":16777216,
     "rule":"frame.manifest-length",
     "of":{"is":"Number","short":"frame.truncated","width":4}
    }
   ],
   [
    "manifest",
    "the manifest",
    {"is":"Blob","length":"manifest_length","short":"frame.truncated","event":"manifest","whole":true}
   ]
  ],
  "most":[4294967295,4294967295],
  "laterRule":"frame.generation",
  "trailing":"frame.trailing"
 },
 "generations":[
  {
   "number":1,
   "format":1,
   "releases":["0.9.0"],
   "magic":0,
   "inflatedBytes":536870912,
   "frame":[
    [
     "stored_length",
     "the chunk length",
     {
      "is":"Within",
      "low":0,
      "high":536870912,
      "rule":"frame.chunk-length",
      "of":{"is":"Number","short":"frame.chunk-truncated","width":4}
     }
    ],
    [
     "stored",
     "the chunk",
     {"is":"Blob","length":"stored_length","short":"frame.chunk-truncated","event":"stored","whole":false}
    ]
   ],
   "payloads":{
    "index-list":{
     "tail":"the last index",
     "repeats":true,
     "fields":[
      ["count","the count",{"is":"Within","low":0,"high":"cells","rule":"cells.count","of":{"is":"UVarint"}}],
      [
       "indices",
       "the indices",
       {
        "is":"Deltas",
        "count":"count",
        "below":"cells",
        "most":4294967295,
        "rule":"cells.index",
        "repeated":"cells.duplicate"
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"cells.trailing","fatal":false}]
     ]
    },
    "codes":{
     "tail":"the last code",
     "repeats":true,
     "fields":[
      [
       "encoding",
       "the encoding",
       {
        "is":"Member",
        "values":[0,1,2],
        "rule":"codes.encoding",
        "of":{"is":"Number","short":"codes.truncated","width":1}
       }
      ],
      [
       "length",
       "the length",
       {"is":"OneOf","allowed":"lengths","most":4294967295,"rule":"codes.length","of":{"is":"UVarint"}}
      ],
      [
       "payload",
       "the payload",
       {
        "is":"Choice",
        "key":"encoding",
        "arms":{
         "0":{"is":"Elements","count":"length","short":"codes.truncated","width":1},
         "1":{"is":"Elements","count":"length","short":"codes.truncated","width":2},
         "2":{
          "is":"Pairs",
          "length":"length",
          "most":65535,
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         }
        }
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"codes.trailing","fatal":false}]
     ]
    },
    "table":{
     "tail":"the last column",
     "repeats":false,
     "fields":[
      ["header_length","the table header length",{"is":"Number","short":"table.header","width":4}],
      [
       "header",
       "the table header",
       {"is":"Blob","length":"header_length","short":"table.header","event":"header","whole":true}
      ],
      [
       "columns",
       "the columns",
       {
        "is":"Columns",
        "rule":"table.column",
        "bound_rule":"table.cell-index",
        "known":{"cellIndex":["uint32",4,"cells"],"value":["float32",4,null]}
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"table.trailing","fatal":false}]
     ]
    }
   },
   "families":[
    {
     "name":"field overlays",
     "id":"core/field-overlays",
     "prefix":"",
     "contributor":"field-overlays",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-field-overlays",
     "codec":"gzip",
     "label":"Field overlays",
     "required":false,
     "ids":"",
     "place":0
    },
    {
     "name":"user-defined codes",
     "id":"",
     "prefix":"user-defined/codes/",
     "contributor":"user-defined-codes",
     "kind":"binary",
     "priority":"either",
     "datasetDependent":true,
     "payload":"codes",
     "codec":"gzip",
     "label":"User-defined codes: ",
     "required":false,
     "ids":"",
     "place":1
    },
    {
     "name":"core state",
     "id":"core/state",
     "prefix":"",
     "contributor":"core-state",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-state",
     "codec":"gzip",
     "label":"Core state",
     "required":false,
     "ids":"",
     "place":2
    },
    {
     "name":"floating panels",
     "id":"ui/dockable-layout",
     "prefix":"",
     "contributor":"dockable-layout",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":false,
     "payload":"ui-dockable-layout",
     "codec":"gzip",
     "label":"Floating panels",
     "required":false,
     "ids":"",
     "place":3
    },
    {
     "name":"analysis windows",
     "id":"analysis/windows",
     "prefix":"",
     "contributor":"analysis-windows",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"analysis-windows",
     "codec":"gzip",
     "label":"Analysis windows",
     "required":false,
     "ids":"",
     "place":4
    },
    {
     "name":"highlight metadata",
     "id":"highlights/meta",
     "prefix":"",
     "contributor":"highlights-meta",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"highlights-meta",
     "codec":"gzip",
     "label":"Highlight metadata",
     "required":false,
     "ids":"",
     "place":5
    },
    {
     "name":"highlight cells",
     "id":"",
     "prefix":"highlights/cells/",
     "contributor":"highlights-cells",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"index-list",
     "codec":"gzip",
     "label":"Highlight cells: ",
     "required":false,
     "ids":"",
     "place":6
    },
    {
     "name":"analysis artifacts",
     "id":"",
     "prefix":"analysis/artifacts/bulk-gene/",
     "contributor":"analysis-artifacts",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"table",
     "codec":"gzip",
     "label":"Analysis cache: ",
     "required":false,
     "ids":"",
     "place":7
    }
   ],
   "follows":{
    "highlight cells":["highlights/meta","chunk.meta-order"],
    "user-defined codes":["core/field-overlays","chunk.overlays-order"]
   },
   "reads":{"index-list":"members","codes":"codes","table":"table"},
   "shapes":{"highlights-meta":"open-meta","core-field-overlays":"open-overlays"},
   "schemas":{
    "manifest":"manifest",
    "artifact-table-header":"artifact-table-header",
    "core-field-overlays":"core-field-overlays",
    "core-state":"core-state",
    "ui-dockable-layout":"ui-dockable-layout",
    "analysis-windows":"analysis-windows",
    "highlights-meta":"highlights-meta"
   },
   "encodings":{"0":"raw u8","1":"raw u16","2":"run lengths"},
   "widths":{},
   "codeTypes":{"Uint8Array":1,"Uint16Array":2},
   "manifestRules":["created-at"],
   "entryRules":["id-duplicate","id-text","id-confusable","families","order","follows","depends"],
   "links":["members","codes"],
   "aliases":false
  },
  {
   "number":2,
   "format":1,
   "releases":["0.9.1","0.9.2"],
   "magic":0,
   "inflatedBytes":536870912,
   "frame":[
    [
     "stored_length",
     "the chunk length",
     {
      "is":"Within",
      "low":0,
      "high":536870912,
      "rule":"frame.chunk-length",
      "of":{"is":"Number","short":"frame.chunk-truncated","width":4}
     }
    ],
    [
     "stored",
     "the chunk",
     {"is":"Blob","length":"stored_length","short":"frame.chunk-truncated","event":"stored","whole":false}
    ]
   ],
   "payloads":{
    "index-list":{
     "tail":"the last index",
     "repeats":true,
     "fields":[
      ["count","the count",{"is":"Within","low":0,"high":"cells","rule":"cells.count","of":{"is":"UVarint"}}],
      [
       "indices",
       "the indices",
       {
        "is":"Deltas",
        "count":"count",
        "below":"cells",
        "most":4294967295,
        "rule":"cells.index",
        "repeated":"cells.ascending"
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"cells.trailing","fatal":false}]
     ]
    },
    "codes":{
     "tail":"the last code",
     "repeats":true,
     "fields":[
      [
       "encoding",
       "the encoding",
       {
        "is":"Among",
        "allowed":"encodings",
        "rule":"codes.width",
        "of":{
         "is":"Member",
         "values":[0,1,2,3],
         "rule":"codes.encoding",
         "of":{"is":"Number","short":"codes.truncated","width":1}
        }
       }
      ],
      [
       "length",
       "the length",
       {"is":"OneOf","allowed":"lengths","most":4294967295,"rule":"codes.length","of":{"is":"UVarint"}}
      ],
      [
       "payload",
       "the payload",
       {
        "is":"Choice",
        "key":"encoding",
        "arms":{
         "0":{"is":"Elements","count":"length","short":"codes.truncated","width":1},
         "1":{"is":"Elements","count":"length","short":"codes.truncated","width":2},
         "2":{
          "is":"Pairs",
          "length":"length",
          "most":255,
          "same_rule":"codes.neighbours",
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         },
         "3":{
          "is":"Pairs",
          "length":"length",
          "most":65535,
          "same_rule":"codes.neighbours",
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         }
        }
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"codes.trailing","fatal":false}]
     ]
    },
    "table":{
     "tail":"the last column",
     "repeats":false,
     "fields":[
      ["header_length","the table header length",{"is":"Number","short":"table.header","width":4}],
      [
       "header",
       "the table header",
       {"is":"Blob","length":"header_length","short":"table.header","event":"header","whole":true}
      ],
      [
       "columns",
       "the columns",
       {
        "is":"Columns",
        "rule":"table.column",
        "bound_rule":"table.cell-index",
        "known":{"cellIndex":["uint32",4,"cells"],"value":["float32",4,null]}
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"table.trailing","fatal":false}]
     ]
    }
   },
   "families":[
    {
     "name":"field overlays",
     "id":"core/field-overlays",
     "prefix":"",
     "contributor":"field-overlays",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-field-overlays",
     "codec":"gzip",
     "label":"Field overlays",
     "required":true,
     "ids":"",
     "place":0
    },
    {
     "name":"user-defined codes",
     "id":"",
     "prefix":"user-defined/codes/",
     "contributor":"user-defined-codes",
     "kind":"binary",
     "priority":"either",
     "datasetDependent":true,
     "payload":"codes",
     "codec":"gzip",
     "label":"User-defined codes: ",
     "required":false,
     "ids":"[A-Za-z0-9][A-Za-z0-9._-]{0,179}",
     "place":1
    },
    {
     "name":"camera path",
     "id":"cinematic/camera",
     "prefix":"",
     "contributor":"cinematic-camera",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"cinematic-camera",
     "codec":"gzip",
     "label":"Cinematic camera path",
     "required":true,
     "ids":"",
     "place":2
    },
    {
     "name":"core state",
     "id":"core/state",
     "prefix":"",
     "contributor":"core-state",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-state",
     "codec":"gzip",
     "label":"Core state",
     "required":true,
     "ids":"",
     "place":3
    },
    {
     "name":"floating panels",
     "id":"ui/dockable-layout",
     "prefix":"",
     "contributor":"dockable-layout",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":false,
     "payload":"ui-dockable-layout",
     "codec":"gzip",
     "label":"Floating panels",
     "required":true,
     "ids":"",
     "place":4
    },
    {
     "name":"analysis windows",
     "id":"analysis/windows",
     "prefix":"",
     "contributor":"analysis-windows",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"analysis-windows",
     "codec":"gzip",
     "label":"Analysis windows",
     "required":true,
     "ids":"",
     "place":5
    },
    {
     "name":"highlight metadata",
     "id":"highlights/meta",
     "prefix":"",
     "contributor":"highlights-meta",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"highlights-meta",
     "codec":"gzip",
     "label":"Highlight metadata",
     "required":true,
     "ids":"",
     "place":6
    },
    {
     "name":"highlight cells",
     "id":"",
     "prefix":"highlights/cells/",
     "contributor":"highlights-cells",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"index-list",
     "codec":"gzip",
     "label":"Highlight cells: ",
     "required":false,
     "ids":"highlight_[1-9][0-9]*",
     "place":7
    },
    {
     "name":"cache inventory",
     "id":"analysis/cache-inventory",
     "prefix":"",
     "contributor":"analysis-artifacts",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"cache-inventory",
     "codec":"gzip",
     "label":"Analysis cache inventory",
     "required":true,
     "ids":"",
     "place":8
    },
    {
     "name":"analysis artifacts",
     "id":"",
     "prefix":"analysis/artifacts/bulk-gene/",
     "contributor":"analysis-artifacts",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"table",
     "codec":"gzip",
     "label":"",
     "required":false,
     "ids":"",
     "place":9
    }
   ],
   "follows":{},
   "reads":{"index-list":"members","codes":"typed-codes","table":"table"},
   "shapes":{"highlights-meta":"closed-meta","core-field-overlays":"closed-overlays","cache-inventory":"inventory"},
   "schemas":{
    "manifest":"manifest-2",
    "core-field-overlays":"core-field-overlays-2",
    "highlights-meta":"highlights-meta-2",
    "cache-inventory":"cache-inventory",
    "artifact-table-header":"artifact-table-header",
    "cinematic-camera":"opaque",
    "core-state":"opaque",
    "ui-dockable-layout":"opaque",
    "analysis-windows":"opaque"
   },
   "encodings":{"0":"raw u8","1":"raw u16","2":"run lengths of u8","3":"run lengths of u16"},
   "widths":{"0":1,"1":2,"2":1,"3":2},
   "codeTypes":{"Uint8Array":1,"Uint16Array":2},
   "manifestRules":["created-at","cell-order"],
   "entryRules":["id-duplicate","id-text","id-confusable","closed-families","required","order","contributor-order"],
   "links":["closed-members","closed-codes","labels","registry-order","inventory"],
   "aliases":true
  },
  {
   "number":3,
   "format":1,
   "releases":["0.9.3"],
   "magic":0,
   "inflatedBytes":536870912,
   "frame":[
    [
     "stored_length",
     "the chunk length",
     {
      "is":"Within",
      "low":0,
      "high":536870912,
      "rule":"frame.chunk-length",
      "of":{"is":"Number","short":"frame.chunk-truncated","width":4}
     }
    ],
    [
     "stored",
     "the chunk",
     {"is":"Blob","length":"stored_length","short":"frame.chunk-truncated","event":"stored","whole":false}
    ]
   ],
   "payloads":{
    "index-list":{
     "tail":"the last index",
     "repeats":true,
     "fields":[
      ["count","the count",{"is":"Within","low":0,"high":"cells","rule":"cells.count","of":{"is":"UVarint"}}],
      [
       "indices",
       "the indices",
       {
        "is":"Deltas",
        "count":"count",
        "below":"cells",
        "most":4294967295,
        "rule":"cells.index",
        "repeated":"cells.ascending"
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"cells.trailing","fatal":false}]
     ]
    },
    "codes":{
     "tail":"the last code",
     "repeats":true,
     "fields":[
      [
       "encoding",
       "the encoding",
       {
        "is":"Among",
        "allowed":"encodings",
        "rule":"codes.width",
        "of":{
         "is":"Member",
         "values":[0,1,2,3],
         "rule":"codes.encoding",
         "of":{"is":"Number","short":"codes.truncated","width":1}
        }
       }
      ],
      [
       "length",
       "the length",
       {"is":"OneOf","allowed":"lengths","most":4294967295,"rule":"codes.length","of":{"is":"UVarint"}}
      ],
      [
       "payload",
       "the payload",
       {
        "is":"Choice",
        "key":"encoding",
        "arms":{
         "0":{"is":"Elements","count":"length","short":"codes.truncated","width":1},
         "1":{"is":"Elements","count":"length","short":"codes.truncated","width":2},
         "2":{
          "is":"Pairs",
          "length":"length",
          "most":255,
          "same_rule":"codes.neighbours",
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         },
         "3":{
          "is":"Pairs",
          "length":"length",
          "most":65535,
          "same_rule":"codes.neighbours",
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         }
        }
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"codes.trailing","fatal":false}]
     ]
    },
    "table":{
     "tail":"the last column",
     "repeats":false,
     "fields":[
      ["header_length","the table header length",{"is":"Number","short":"table.header","width":4}],
      [
       "header",
       "the table header",
       {"is":"Blob","length":"header_length","short":"table.header","event":"header","whole":true}
      ],
      [
       "columns",
       "the columns",
       {
        "is":"Columns",
        "rule":"table.column",
        "bound_rule":"table.cell-index",
        "known":{"cellIndex":["uint32",4,"cells"],"value":["float32",4,null]}
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"table.trailing","fatal":false}]
     ]
    }
   },
   "families":[
    {
     "name":"field overlays",
     "id":"core/field-overlays",
     "prefix":"",
     "contributor":"field-overlays",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-field-overlays",
     "codec":"gzip",
     "label":"Field overlays",
     "required":true,
     "ids":"",
     "place":0
    },
    {
     "name":"user-defined codes",
     "id":"",
     "prefix":"user-defined/codes/",
     "contributor":"user-defined-codes",
     "kind":"binary",
     "priority":"either",
     "datasetDependent":true,
     "payload":"codes",
     "codec":"gzip",
     "label":"User-defined codes: ",
     "required":false,
     "ids":"[A-Za-z0-9][A-Za-z0-9._-]{0,179}",
     "place":1
    },
    {
     "name":"camera path",
     "id":"cinematic/camera",
     "prefix":"",
     "contributor":"cinematic-camera",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"cinematic-camera",
     "codec":"gzip",
     "label":"Cinematic camera path",
     "required":true,
     "ids":"",
     "place":2
    },
    {
     "name":"core state",
     "id":"core/state",
     "prefix":"",
     "contributor":"core-state",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-state",
     "codec":"gzip",
     "label":"Core state",
     "required":true,
     "ids":"",
     "place":3
    },
    {
     "name":"floating panels",
     "id":"ui/dockable-layout",
     "prefix":"",
     "contributor":"dockable-layout",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":false,
     "payload":"ui-dockable-layout",
     "codec":"gzip",
     "label":"Floating panels",
     "required":true,
     "ids":"",
     "place":4
    },
    {
     "name":"analysis windows",
     "id":"analysis/windows",
     "prefix":"",
     "contributor":"analysis-windows",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"analysis-windows",
     "codec":"gzip",
     "label":"Analysis windows",
     "required":true,
     "ids":"",
     "place":5
    },
    {
     "name":"highlight metadata",
     "id":"highlights/meta",
     "prefix":"",
     "contributor":"highlights-meta",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"highlights-meta",
     "codec":"gzip",
     "label":"Highlight metadata",
     "required":true,
     "ids":"",
     "place":6
    },
    {
     "name":"highlight cells",
     "id":"",
     "prefix":"highlights/cells/",
     "contributor":"highlights-cells",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"index-list",
     "codec":"gzip",
     "label":"Highlight cells: ",
     "required":false,
     "ids":"highlight_[1-9][0-9]*",
     "place":7
    },
    {
     "name":"cache inventory",
     "id":"analysis/cache-inventory",
     "prefix":"",
     "contributor":"analysis-artifacts",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"cache-inventory",
     "codec":"gzip",
     "label":"Analysis cache inventory",
     "required":true,
     "ids":"",
     "place":8
    },
    {
     "name":"analysis artifacts",
     "id":"",
     "prefix":"analysis/artifacts/bulk-gene/",
     "contributor":"analysis-artifacts",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"table",
     "codec":"gzip",
     "label":"",
     "required":false,
     "ids":"",
     "place":9
    }
   ],
   "follows":{},
   "reads":{"index-list":"members","codes":"typed-codes","table":"table"},
   "shapes":{"highlights-meta":"closed-meta","core-field-overlays":"closed-overlays","cache-inventory":"inventory"},
   "schemas":{
    "manifest":"manifest-3",
    "core-field-overlays":"core-field-overlays-3",
    "highlights-meta":"highlights-meta-2",
    "cache-inventory":"cache-inventory",
    "artifact-table-header":"artifact-table-header",
    "cinematic-camera":"opaque",
    "core-state":"opaque",
    "ui-dockable-layout":"opaque",
    "analysis-windows":"opaque"
   },
   "encodings":{"0":"raw u8","1":"raw u16","2":"run lengths of u8","3":"run lengths of u16"},
   "widths":{"0":1,"1":2,"2":1,"3":2},
   "codeTypes":{"Uint8Array":1,"Uint16Array":2},
   "manifestRules":["created-at","cell-order","data-mapping"],
   "entryRules":["id-duplicate","id-text","id-confusable","closed-families","required","order","contributor-order"],
   "links":["closed-members","closed-codes","labels","registry-order","inventory"],
   "aliases":true
  },
  {
   "number":4,
   "format":1,
   "releases":["0.9.4"],
   "magic":0,
   "inflatedBytes":9007199254740991,
   "frame":[
    [
     "stored_length",
     "the chunk length",
     {
      "is":"Within",
      "low":0,
      "high":4294967295,
      "rule":"frame.chunk-length",
      "of":{"is":"Number","short":"frame.chunk-truncated","width":4}
     }
    ],
    [
     "stored",
     "the chunk",
     {"is":"Blob","length":"stored_length","short":"frame.chunk-truncated","event":"stored","whole":false}
    ]
   ],
   "payloads":{
    "index-list":{
     "tail":"the last index",
     "repeats":true,
     "fields":[
      ["count","the count",{"is":"Within","low":0,"high":"cells","rule":"cells.count","of":{"is":"UVarint"}}],
      [
       "indices",
       "the indices",
       {
        "is":"Deltas",
        "count":"count",
        "below":"cells",
        "most":4294967295,
        "rule":"cells.index",
        "repeated":"cells.ascending"
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"cells.trailing","fatal":false}]
     ]
    },
    "codes":{
     "tail":"the last code",
     "repeats":true,
     "fields":[
      [
       "encoding",
       "the encoding",
       {
        "is":"Among",
        "allowed":"encodings",
        "rule":"codes.width",
        "of":{
         "is":"Member",
         "values":[0,1,2,3,4,5],
         "rule":"codes.encoding",
         "of":{"is":"Number","short":"codes.truncated","width":1}
        }
       }
      ],
      [
       "length",
       "the length",
       {"is":"OneOf","allowed":"lengths","most":4294967295,"rule":"codes.length","of":{"is":"UVarint"}}
      ],
      [
       "payload",
       "the payload",
       {
        "is":"Choice",
        "key":"encoding",
        "arms":{
         "0":{"is":"Elements","count":"length","short":"codes.truncated","width":1},
         "1":{"is":"Elements","count":"length","short":"codes.truncated","width":2},
         "2":{
          "is":"Pairs",
          "length":"length",
          "most":255,
          "same_rule":"codes.neighbours",
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         },
         "3":{
          "is":"Pairs",
          "length":"length",
          "most":65535,
          "same_rule":"codes.neighbours",
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         },
         "4":{"is":"Elements","count":"length","short":"codes.truncated","width":4},
         "5":{
          "is":"Pairs",
          "length":"length",
          "most":4294967295,
          "same_rule":"codes.neighbours",
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         }
        }
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"codes.trailing","fatal":false}]
     ]
    },
    "table":{
     "tail":"the last column",
     "repeats":false,
     "fields":[
      ["header_length","the table header length",{"is":"Number","short":"table.header","width":4}],
      [
       "header",
       "the table header",
       {"is":"Blob","length":"header_length","short":"table.header","event":"header","whole":true}
      ],
      [
       "columns",
       "the columns",
       {
        "is":"Columns",
        "rule":"table.column",
        "bound_rule":"table.cell-index",
        "known":{"cellIndex":["uint32",4,"cells"],"value":["float32",4,null]}
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"table.trailing","fatal":false}]
     ]
    }
   },
   "families":[
    {
     "name":"field overlays",
     "id":"core/field-overlays",
     "prefix":"",
     "contributor":"field-overlays",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-field-overlays",
     "codec":"gzip",
     "label":"Field overlays",
     "required":true,
     "ids":"",
     "place":0
    },
    {
     "name":"user-defined codes",
     "id":"",
     "prefix":"user-defined/codes/",
     "contributor":"user-defined-codes",
     "kind":"binary",
     "priority":"either",
     "datasetDependent":true,
     "payload":"codes",
     "codec":"gzip",
     "label":"User-defined codes: ",
     "required":false,
     "ids":"[A-Za-z0-9][A-Za-z0-9._-]{0,179}",
     "place":1
    },
    {
     "name":"camera path",
     "id":"cinematic/camera",
     "prefix":"",
     "contributor":"cinematic-camera",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"cinematic-camera",
     "codec":"gzip",
     "label":"Cinematic camera path",
     "required":true,
     "ids":"",
     "place":2
    },
    {
     "name":"core state",
     "id":"core/state",
     "prefix":"",
     "contributor":"core-state",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-state",
     "codec":"gzip",
     "label":"Core state",
     "required":true,
     "ids":"",
     "place":3
    },
    {
     "name":"floating panels",
     "id":"ui/dockable-layout",
     "prefix":"",
     "contributor":"dockable-layout",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":false,
     "payload":"ui-dockable-layout",
     "codec":"gzip",
     "label":"Floating panels",
     "required":true,
     "ids":"",
     "place":4
    },
    {
     "name":"analysis windows",
     "id":"analysis/windows",
     "prefix":"",
     "contributor":"analysis-windows",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"analysis-windows",
     "codec":"gzip",
     "label":"Analysis windows",
     "required":true,
     "ids":"",
     "place":5
    },
    {
     "name":"highlight metadata",
     "id":"highlights/meta",
     "prefix":"",
     "contributor":"highlights-meta",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"highlights-meta",
     "codec":"gzip",
     "label":"Highlight metadata",
     "required":true,
     "ids":"",
     "place":6
    },
    {
     "name":"highlight cells",
     "id":"",
     "prefix":"highlights/cells/",
     "contributor":"highlights-cells",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"index-list",
     "codec":"gzip",
     "label":"Highlight cells: ",
     "required":false,
     "ids":"highlight_[1-9][0-9]*",
     "place":7
    },
    {
     "name":"cache inventory",
     "id":"analysis/cache-inventory",
     "prefix":"",
     "contributor":"analysis-artifacts",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"cache-inventory",
     "codec":"gzip",
     "label":"Analysis cache inventory",
     "required":true,
     "ids":"",
     "place":8
    },
    {
     "name":"analysis artifacts",
     "id":"",
     "prefix":"analysis/artifacts/bulk-gene/",
     "contributor":"analysis-artifacts",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"table",
     "codec":"gzip",
     "label":"",
     "required":false,
     "ids":"",
     "place":9
    }
   ],
   "follows":{},
   "reads":{"index-list":"members","codes":"typed-codes","table":"table"},
   "shapes":{"highlights-meta":"closed-meta","core-field-overlays":"closed-overlays","cache-inventory":"inventory"},
   "schemas":{
    "manifest":"manifest-4",
    "core-field-overlays":"core-field-overlays-4",
    "highlights-meta":"highlights-meta-4",
    "cache-inventory":"cache-inventory",
    "artifact-table-header":"artifact-table-header",
    "cinematic-camera":"opaque",
    "core-state":"opaque",
    "ui-dockable-layout":"opaque",
    "analysis-windows":"opaque"
   },
   "encodings":{
    "0":"raw u8",
    "1":"raw u16",
    "2":"run lengths of u8",
    "3":"run lengths of u16",
    "4":"raw u32",
    "5":"run lengths of u32"
   },
   "widths":{"0":1,"1":2,"2":1,"3":2,"4":4,"5":4},
   "codeTypes":{"Uint8Array":1,"Uint16Array":2,"Uint32Array":4},
   "manifestRules":["created-at","cell-order","data-mapping"],
   "entryRules":["id-duplicate","id-text","id-confusable","closed-families","required","order","contributor-order"],
   "links":["closed-members","closed-codes","labels","registry-order","inventory"],
   "aliases":true
  },
  {
   "number":5,
   "format":2,
   "releases":["0.9.5"],
   "magic":1,
   "inflatedBytes":9007199254740991,
   "frame":[
    [
     "stored_length",
     "the chunk length",
     {
      "is":"Within",
      "low":0,
      "high":4294967295,
      "rule":"frame.chunk-length",
      "of":{"is":"Number","short":"frame.chunk-truncated","width":4}
     }
    ],
    [
     "stored",
     "the chunk",
     {"is":"Blob","length":"stored_length","short":"frame.chunk-truncated","event":"stored","whole":false}
    ]
   ],
   "payloads":{
    "cell-set":{
     "tail":"the set",
     "repeats":true,
     "fields":[
      [
       "encoding",
       "the encoding",
       {
        "is":"Member",
        "values":[0,1,2,3,4],
        "rule":"cells.encoding",
        "of":{"is":"Number","short":"cells.truncated","width":1}
       }
      ],
      [
       "members",
       "the members",
       {
        "is":"Choice",
        "key":"encoding",
        "arms":{
         "0":{
          "is":"Struct",
          "fields":[
           ["count","the count",{"is":"Within","low":0,"high":"cells","rule":"cells.count","of":{"is":"UVarint"}}],
           [
            "indices",
            "the indices",
            {
             "is":"Deltas",
             "count":"count",
             "below":"cells",
             "most":4294967295,
             "rule":"cells.index",
             "repeated":"cells.ascending"
            }
           ]
          ]
         },
         "1":{
          "is":"Struct",
          "fields":[["count","the count",{"is":"Bits","size":"cells","short":"cells.truncated","padding":"cells.padding"}]]
         },
         "2":{
          "is":"Struct",
          "fields":[
           [
            "count",
            "the count",
            {"is":"Gaps","below":"cells","most":4294967295,"rule":"cells.index","empty":"cells.empty-run"}
           ]
          ]
         },
         "3":{
          "is":"Struct",
          "fields":[
           [
            "reference_count",
            "the number of cells of the category",
            {"is":"Within","low":0,"high":"cells","rule":"cells.count","of":{"is":"UVarint"}}
           ],
           ["digest","the digest of the category",{"is":"Number","short":"cells.truncated","width":4}],
           [
            "count",
            "the count",
            {"is":"Bits","size":"reference_count","short":"cells.truncated","padding":"cells.padding"}
           ]
          ]
         },
         "4":{
          "is":"Struct",
          "fields":[
           [
            "reference_count",
            "the number of cells of the category",
            {"is":"Within","low":0,"high":"cells","rule":"cells.count","of":{"is":"UVarint"}}
           ],
           ["digest","the digest of the category",{"is":"Number","short":"cells.truncated","width":4}],
           ["count","the count",{"is":"Same","field":"reference_count"}]
          ]
         }
        }
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"cells.trailing","fatal":false}]
     ]
    },
    "codes":{
     "tail":"the last code",
     "repeats":true,
     "fields":[
      [
       "encoding",
       "the encoding",
       {
        "is":"Member",
        "values":[0,1,2],
        "rule":"codes.encoding",
        "of":{"is":"Number","short":"codes.truncated","width":1}
       }
      ],
      [
       "length",
       "the length",
       {"is":"OneOf","allowed":"lengths","most":4294967295,"rule":"codes.length","of":{"is":"UVarint"}}
      ],
      [
       "payload",
       "the payload",
       {
        "is":"Choice",
        "key":"encoding",
        "arms":{
         "0":{"is":"Wide","count":"length","width":"width","short":"codes.truncated"},
         "1":{
          "is":"Pairs",
          "length":"length",
          "most":"greatest",
          "same_rule":"codes.neighbours",
          "value_rule":"codes.value",
          "run_rule":"codes.runs",
          "zero_rule":"codes.zero-run"
         },
         "2":{
          "is":"Struct",
          "fields":[
           [
            "bits",
            "the number of bits",
            {
             "is":"Member",
             "values":[1,2,4],
             "rule":"codes.bits",
             "of":{"is":"Number","short":"codes.truncated","width":1}
            }
           ],
           [
            "values",
            "the values",
            {"is":"Packed","count":"length","bits":"bits","short":"codes.truncated","padding":"codes.padding"}
           ]
          ]
         }
        }
       }
      ],
      ["end","the end",{"is":"Nothing","rule":"codes.trailing","fatal":false}]
     ]
    },
    "typed-json":{
     "tail":"the last array",
     "repeats":true,
     "fields":[
      ["text_length","the length of the JSON text",{"is":"Number","short":"typed.truncated","width":4}],
      [
       "text",
       "the JSON text",
       {"is":"Blob","length":"text_length","short":"typed.truncated","event":"text","whole":true}
      ],
      [
       "arrays",
       "the arrays",
       {
        "is":"Arrays",
        "rule":"typed.dtype",
        "short":"typed.truncated",
        "dtypes":{"1":["uint8",1],"2":["uint16",2],"3":["uint32",4],"4":["int32",4],"5":["float32",4],"6":["float64",8]}
       }
      ]
     ]
    }
   },
   "families":[
    {
     "name":"field overlays",
     "id":"core/field-overlays",
     "prefix":"",
     "contributor":"field-overlays",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-field-overlays",
     "codec":"gzip",
     "label":"Field overlays",
     "required":true,
     "ids":"",
     "place":0
    },
    {
     "name":"user-defined codes",
     "id":"",
     "prefix":"user-defined/codes/",
     "contributor":"user-defined-codes",
     "kind":"binary",
     "priority":"either",
     "datasetDependent":true,
     "payload":"codes",
     "codec":"gzip",
     "label":"User-defined codes: ",
     "required":false,
     "ids":"[A-Za-z0-9][A-Za-z0-9._-]{0,179}",
     "place":1
    },
    {
     "name":"camera path",
     "id":"cinematic/camera",
     "prefix":"",
     "contributor":"cinematic-camera",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"cinematic-camera",
     "codec":"gzip",
     "label":"Cinematic camera path",
     "required":true,
     "ids":"",
     "place":2
    },
    {
     "name":"core state",
     "id":"core/state",
     "prefix":"",
     "contributor":"core-state",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"core-state",
     "codec":"gzip",
     "label":"Core state",
     "required":true,
     "ids":"",
     "place":3
    },
    {
     "name":"floating panels",
     "id":"ui/dockable-layout",
     "prefix":"",
     "contributor":"dockable-layout",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":false,
     "payload":"ui-dockable-layout",
     "codec":"gzip",
     "label":"Floating panels",
     "required":true,
     "ids":"",
     "place":4
    },
    {
     "name":"figure export",
     "id":"ui/figure-export",
     "prefix":"",
     "contributor":"figure-export",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":false,
     "payload":"ui-figure-export",
     "codec":"gzip",
     "label":"Figure export",
     "required":true,
     "ids":"",
     "place":5
    },
    {
     "name":"analysis windows",
     "id":"analysis/windows",
     "prefix":"",
     "contributor":"analysis-windows",
     "kind":"binary",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"typed-json",
     "codec":"gzip",
     "label":"Analysis windows",
     "required":true,
     "ids":"",
     "place":6
    },
    {
     "name":"docked analysis",
     "id":"analysis/docked",
     "prefix":"",
     "contributor":"analysis-docked",
     "kind":"binary",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"typed-json",
     "codec":"gzip",
     "label":"Docked analysis",
     "required":true,
     "ids":"",
     "place":7
    },
    {
     "name":"highlight metadata",
     "id":"highlights/meta",
     "prefix":"",
     "contributor":"highlights-meta",
     "kind":"json",
     "priority":"eager",
     "datasetDependent":true,
     "payload":"highlights-meta",
     "codec":"gzip",
     "label":"Highlight metadata",
     "required":true,
     "ids":"",
     "place":8
    },
    {
     "name":"highlight cells",
     "id":"",
     "prefix":"highlights/cells/",
     "contributor":"highlights-cells",
     "kind":"binary",
     "priority":"lazy",
     "datasetDependent":true,
     "payload":"cell-set",
     "codec":"gzip",
     "label":"Highlight cells: ",
     "required":false,
     "ids":"highlight_[1-9][0-9]*",
     "place":9
    }
   ],
   "follows":{},
   "reads":{"cell-set":"cell-set","codes":"wide-codes","typed-json":"typed-json"},
   "shapes":{"highlights-meta":"closed-meta","core-field-overlays":"closed-overlays"},
   "schemas":{
    "manifest":"manifest-5",
    "core-field-overlays":"core-field-overlays-5",
    "highlights-meta":"highlights-meta-5",
    "cinematic-camera":"opaque",
    "core-state":"opaque",
    "ui-dockable-layout":"opaque",
    "ui-figure-export":"opaque"
   },
   "encodings":{"0":"raw","1":"run lengths","2":"packed"},
   "widths":{},
   "codeTypes":{"Uint8Array":1,"Uint16Array":2,"Uint32Array":4},
   "manifestRules":["created-at","cell-order","data-mapping","requires"],
   "entryRules":["id-duplicate","id-text","id-confusable","closed-families","required","order","contributor-order"],
   "links":["closed-members","references","closed-codes","labels","registry-order","requires"],
   "aliases":true
  }
 ],
 "schemas":{
  "nodes":[
   {
    "required":[["createdAt","the key \"createdAt\" is missing"],["dataSource","the key \"dataSource\" is missing"]],
    "x-rule":{"required":{"createdAt":"manifest.created-at-missing","dataSource":"manifest.data-source-missing"}}
   },
   {
    "type":"string",
    "pattern":"^(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:[.][0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$",
    "x-rule":"manifest.created-at",
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {"type":["string","null"],"x-rule":"manifest.data-source"},
   {"type":"null","x-rule":"manifest.user-path"},
   {"type":["string","null"],"x-rule":"manifest.data-source","x-advice":3},
   {
    "type":["object","null"],
    "x-rule":"manifest.data-source",
    "x-unknown":"manifest.unknown-key",
    "properties":[["sourceType",2],["datasetId",2],["userPath",4]]
   },
   {"type":["string","null"],"x-rule":"manifest.fingerprint"},
   {
    "type":"string",
    "pattern":"^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$",
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {
    "pattern":"^[\\u0000-\\u007f]*$",
    "not":7,
    "x-rule":"manifest.dataset-id-odd",
    "said":{"pattern":"does not match the pattern ^[\\u0000-\\u007f]*$"}
   },
   {"type":["string","null"],"x-rule":"manifest.fingerprint","x-advice":8},
   {"type":"integer","minimum":0,"maximum":9007199254740991,"x-rule":"manifest.fingerprint"},
   {"ref":10},
   {
    "type":"object",
    "required":[["sourceType","the key \"sourceType\" is missing"],["datasetId","the key \"datasetId\" is missing"]],
    "x-rule":"manifest.fingerprint",
    "x-unknown":"manifest.unknown-key",
    "properties":[["sourceType",6],["datasetId",9],["cellCount",11],["varCount",11]]
   },
   {"ref":12},
   {
    "type":"string",
    "pattern":"^[0-9a-f]{64}$",
    "x-rule":"manifest.cell-names",
    "said":{"pattern":"does not match the pattern ^[0-9a-f]{64}$"}
   },
   {
    "type":"object",
    "required":[["ordered","the key \"ordered\" is missing"],["unordered","the key \"unordered\" is missing"]],
    "x-rule":"manifest.cell-names",
    "x-unknown":"manifest.unknown-key",
    "properties":[["ordered",14],["unordered",14]]
   },
   {"type":"null","x-rule":"manifest.summary"},
   {"x-advice":16},
   {
    "required":[
     ["storedBytes","the key \"storedBytes\" is missing"],
     ["uncompressedBytes","the key \"uncompressedBytes\" is missing"]
    ],
    "x-rule":"chunk.sizes-absent"
   },
   {"type":"string","minLength":1,"x-rule":"chunk.id"},
   {"type":"string","minLength":1,"x-rule":"chunk.contributor"},
   {"enum":["eager","lazy"],"x-rule":"chunk.priority","said":{"enum":"expected one of \"eager\", \"lazy\""}},
   {"enum":["json","binary"],"x-rule":"chunk.kind","said":{"enum":"expected one of \"json\", \"binary\""}},
   {"enum":["none","gzip"],"x-rule":"chunk.codec","said":{"enum":"expected one of \"none\", \"gzip\""}},
   {"minLength":1,"x-rule":"chunk.label-empty"},
   {"type":"string","x-rule":"chunk.label","x-advice":24},
   {"type":"boolean","x-rule":"chunk.dataset-dependent"},
   {"type":"integer","minimum":0,"maximum":536870912,"x-rule":"chunk.stored-bytes"},
   {"type":"integer","minimum":0,"maximum":536870912,"x-rule":"chunk.uncompressed-bytes"},
   {"type":"string","x-rule":"chunk.depends-on"},
   {"type":"array","x-rule":"chunk.depends-on","items":29},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["contributorId","the key \"contributorId\" is missing"],
     ["priority","the key \"priority\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["codec","the key \"codec\" is missing"],
     ["label","the key \"label\" is missing"],
     ["datasetDependent","the key \"datasetDependent\" is missing"]
    ],
    "x-rule":{"type":"chunk.entry","required":"chunk.key-missing"},
    "x-unknown":"manifest.unknown-key",
    "x-advice":18,
    "properties":[
     ["id",19],
     ["contributorId",20],
     ["priority",21],
     ["kind",22],
     ["codec",23],
     ["label",25],
     ["datasetDependent",26],
     ["storedBytes",27],
     ["uncompressedBytes",28],
     ["dependsOn",30]
    ]
   },
   {"ref":31},
   {"minItems":1,"x-rule":"manifest.no-chunks"},
   {"type":"array","x-rule":"manifest.chunks","items":32,"x-advice":33},
   {
    "type":"object",
    "required":[["datasetFingerprint","the key \"datasetFingerprint\" is missing"],["chunks","the key \"chunks\" is missing"]],
    "x-rule":{
     "type":"manifest.root",
     "required":{"datasetFingerprint":"manifest.fingerprint-missing","chunks":"manifest.chunks"}
    },
    "x-unknown":"manifest.unknown-key",
    "x-advice":0,
    "properties":[["createdAt",1],["dataSource",5],["datasetFingerprint",13],["cellNames",15],["summary",17],["chunks",34]]
   },
   {"type":"integer","minimum":0,"maximum":9007199254740991,"x-rule":"table.header"},
   {"type":"string","x-rule":"table.header"},
   {
    "type":"object",
    "required":[
     ["name","the key \"name\" is missing"],
     ["dtype","the key \"dtype\" is missing"],
     ["byteLength","the key \"byteLength\" is missing"]
    ],
    "x-rule":"table.header",
    "x-unknown":"payload.unknown-key",
    "properties":[["name",37],["dtype",37],["encoding",37],["byteLength",36],["dictCount",36]]
   },
   {"const":"cellIndex","x-rule":"table.columns","said":{"const":"expected \"cellIndex\""}},
   {"const":"uint32","x-rule":"table.columns","said":{"const":"expected \"uint32\""}},
   {"const":"raw","x-rule":"table.columns","said":{"const":"expected \"raw\""}},
   {
    "ref":38,
    "required":[["encoding","the key \"encoding\" is missing"]],
    "x-rule":"table.columns",
    "properties":[["name",39],["dtype",40],["encoding",41]]
   },
   {"const":"value","x-rule":"table.columns","said":{"const":"expected \"value\""}},
   {"const":"float32","x-rule":"table.columns","said":{"const":"expected \"float32\""}},
   {
    "ref":38,
    "required":[["encoding","the key \"encoding\" is missing"]],
    "x-rule":"table.columns",
    "properties":[["name",43],["dtype",44],["encoding",41]]
   },
   {"ref":38},
   {
    "type":"array",
    "minItems":2,
    "maxItems":2,
    "x-rule":{"type":"table.header","minItems":"table.columns","maxItems":"table.columns"},
    "prefixItems":[42,45],
    "items":46
   },
   {
    "type":"object",
    "required":[["rowCount","the key \"rowCount\" is missing"],["columns","the key \"columns\" is missing"]],
    "x-rule":"table.header",
    "x-unknown":"payload.unknown-key",
    "properties":[["rowCount",36],["columns",47]]
   },
   {"type":"string","x-rule":"overlays.shape"},
   {"type":"object","x-rule":"overlays.shape","additionalProperties":49},
   {"ref":50},
   {
    "type":["object","null"],
    "x-rule":"overlays.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["fields",51],["categories",51]]
   },
   {"type":"array","x-rule":"overlays.shape","items":49},
   {"ref":53},
   {
    "type":["object","null"],
    "x-rule":"overlays.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["deleted",54],["purged",54]]
   },
   {"const":"category","said":{"const":"expected \"category\""}},
   {"required":[["kind","the key \"kind\" is missing"]],"properties":[["kind",56]]},
   {"required":[["categories","the key \"categories\" is missing"]],"x-rule":"overlays.required"},
   {
    "type":"string",
    "pattern":"^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*[^\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]",
    "x-rule":{"type":"overlays.shape","pattern":"overlays.required"},
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {"enum":["obs","var"],"x-rule":"overlays.shape","said":{"enum":"expected one of \"obs\", \"var\""}},
   {
    "enum":["category","continuous"],
    "x-rule":"overlays.shape",
    "said":{"enum":"expected one of \"category\", \"continuous\""}
   },
   {
    "pattern":"^(?:[^=+@\\u0009\\u000d-]|$)",
    "x-rule":"text.formula",
    "said":{"pattern":"does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)"}
   },
   {
    "type":"string",
    "pattern":"^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*[^\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]",
    "x-rule":{"type":"overlays.shape","pattern":"overlays.required"},
    "x-advice":62,
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {
    "enum":[
     "",
     "#N/A",
     "#N/A N/A",
     "#NA",
     "-1.#IND",
     "-1.#QNAN",
     "-NaN",
     "-nan",
     "1.#IND",
     "1.#QNAN",
     "<NA>",
     "N/A",
     "NA",
     "NULL",
     "NaN",
     "None",
     "n/a",
     "nan",
     "null"
    ],
    "said":{"enum":"expected one of the 19 values of the schema"}
   },
   {"not":64,"x-rule":"text.na"},
   {
    "pattern":"^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$",
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {"not":66,"x-rule":"text.na"},
   {
    "pattern":"^(?:[^=+@\\u0009\\u000d-]|$)",
    "x-rule":"text.formula",
    "allOf":[65,67],
    "said":{"pattern":"does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)"}
   },
   {"type":"string","x-rule":"overlays.shape","x-advice":68},
   {"ref":69},
   {"type":"array","x-rule":"overlays.shape","items":70},
   {"type":"boolean","x-rule":"overlays.shape"},
   {"ref":72},
   {"type":"integer","minimum":0,"x-rule":"overlays.shape"},
   {
    "enum":["Uint8Array","Uint16Array"],
    "x-rule":"overlays.shape",
    "said":{"enum":"expected one of \"Uint8Array\", \"Uint16Array\""}
   },
   {"type":["number","null"],"x-rule":"overlays.shape"},
   {"type":"array","x-rule":"overlays.shape","items":76},
   {
    "type":"object",
    "x-rule":"overlays.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["category",49],["position",77],["n_points",74]]
   },
   {"ref":78},
   {"type":"array","x-rule":"overlays.shape","items":79},
   {"type":"object","x-rule":"overlays.shape","additionalProperties":80},
   {"type":"array","x-rule":"overlays.shape"},
   {"type":["object","null"],"x-rule":"overlays.shape"},
   {"ref":83},
   {
    "type":"object",
    "x-rule":"overlays.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["pageId",49],["label",49]]
   },
   {"ref":85},
   {"type":"array","x-rule":"overlays.shape","items":86},
   {
    "enum":["first","last","overlap-label","intersections"],
    "x-rule":"overlays.shape",
    "said":{"enum":"expected one of \"first\", \"last\", \"overlap-label\", \"intersections\""}
   },
   {"type":["string","null"],"x-rule":"overlays.shape"},
   {"ref":89},
   {"type":["object","null"],"x-rule":"overlays.shape","additionalProperties":49},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["source","the key \"source\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["key","the key \"key\" is missing"]
    ],
    "x-rule":{"type":"overlays.shape","required":"overlays.required"},
    "x-unknown":"payload.unknown-key",
    "if":57,
    "then":58,
    "properties":[
     ["id",59],
     ["source",60],
     ["kind",61],
     ["key",63],
     ["categories",71],
     ["isDeleted",73],
     ["isPurged",73],
     ["codesLength",74],
     ["codesType",75],
     ["centroidsByDim",81],
     ["normalizedDims",82],
     ["sourceField",84],
     ["operation",84],
     ["sourcePages",87],
     ["overlapStrategy",88],
     ["overlapLabel",90],
     ["intersectionLabels",91],
     ["uncoveredLabel",90],
     ["createdAt",76]
    ]
   },
   {"ref":92},
   {"type":"array","x-rule":"overlays.shape","items":93},
   {
    "type":"object",
    "x-rule":"overlays.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["renames",52],["deletedFields",55],["userDefinedFields",94]]
   },
   {"type":["object","null"],"x-rule":"state.shape"},
   {"ref":96},
   {"type":"boolean","x-rule":"state.shape"},
   {"ref":98},
   {"type":["number","null"],"x-rule":"state.shape"},
   {"ref":100},
   {
    "enum":["checkbox","range","number","color","text","select","details"],
    "x-rule":"state.shape",
    "said":{"enum":"expected one of \"checkbox\", \"range\", \"number\", \"color\", \"text\", \"select\", \"details\""}
   },
   {"type":"string","x-rule":"state.shape"},
   {
    "type":"object",
    "x-rule":"state.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["type",102],["checked",99],["value",103],["open",99]]
   },
   {"ref":104},
   {"type":"object","x-rule":"state.shape","additionalProperties":105},
   {
    "enum":["category","continuous"],
    "x-rule":"state.shape",
    "said":{"enum":"expected one of \"category\", \"continuous\""}
   },
   {"type":"object","x-rule":"state.shape","additionalProperties":99},
   {"type":"array","minItems":3,"maxItems":3,"x-rule":"state.shape","items":101},
   {"type":"object","x-rule":"state.shape","additionalProperties":109},
   {"type":["string","null"],"x-rule":"state.shape"},
   {"ref":111},
   {
    "type":["object","null"],
    "x-rule":"state.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["min",101],["max",101]]
   },
   {"ref":113},
   {
    "type":"object",
    "x-rule":"state.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[
     ["kind",107],
     ["filterEnabled",99],
     ["visibility",108],
     ["colors",110],
     ["colormapId",112],
     ["filter",114],
     ["colorRange",114],
     ["useLogScale",99],
     ["useFilterColorRange",99],
     ["outlierFilterEnabled",99],
     ["outlierThreshold",101]
    ]
   },
   {"ref":115},
   {"type":"object","x-rule":"state.shape","additionalProperties":116},
   {"enum":["obs","var",null],"x-rule":"state.shape","said":{"enum":"expected one of \"obs\", \"var\", None"}},
   {"ref":118},
   {
    "type":"object",
    "x-rule":"state.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["activeFieldKey",112],["activeFieldSource",119],["activeVarFieldKey",112]]
   },
   {"ref":120},
   {"enum":["single","grid"],"x-rule":"state.shape","said":{"enum":"expected one of \"single\", \"grid\""}},
   {
    "type":"object",
    "x-rule":"state.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["mode",122],["activeId",103],["liveViewHidden",99]]
   },
   {
    "enum":["category","continuous",null],
    "x-rule":"state.shape",
    "said":{"enum":"expected one of \"category\", \"continuous\", None"}
   },
   {"type":["object","null"],"x-rule":"state.shape","additionalProperties":116},
   {
    "type":"object",
    "x-rule":"state.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[
     ["id",103],
     ["label",103],
     ["fieldKey",112],
     ["fieldKind",124],
     ["meta",97],
     ["dimensionLevel",101],
     ["cameraState",97],
     ["activeFields",121],
     ["filters",125],
     ["outlierThreshold",101]
    ]
   },
   {"ref":126},
   {"type":"array","x-rule":"state.shape","items":127},
   {
    "type":"object",
    "x-rule":"state.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["layout",123],["camerasLocked",99],["liveCameraState",97],["snapshots",128]]
   },
   {
    "type":"object",
    "x-rule":"state.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[
     ["camera",97],
     ["camerasLocked",99],
     ["activeDimensionLevel",101],
     ["liveDimensionLevel",101],
     ["uiControls",106],
     ["filters",117],
     ["activeFields",121],
     ["multiview",129]
    ]
   },
   {"type":"string","x-rule":"layout.shape"},
   {"type":"boolean","x-rule":"layout.shape"},
   {"type":["number","null"],"x-rule":"layout.shape"},
   {"ref":133},
   {
    "type":"object",
    "x-rule":"layout.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["left",134],["top",134],["width",134],["height",134]]
   },
   {"ref":135},
   {
    "type":"object",
    "x-rule":"layout.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["id",131],["open",132],["rect",136],["z",134]]
   },
   {"ref":137},
   {"type":"array","x-rule":"layout.shape","items":138},
   {"type":"object","x-rule":"layout.shape","x-unknown":"payload.unknown-key","properties":[["panels",139]]},
   {"type":"string","x-rule":"windows.shape"},
   {"type":["number","null"],"x-rule":"windows.shape"},
   {"ref":142},
   {
    "type":"object",
    "x-rule":"windows.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["left",143],["top",143],["width",143],["height",143]]
   },
   {"ref":144},
   {},
   {"type":["object","null"],"x-rule":"windows.shape"},
   {
    "type":"object",
    "x-rule":"windows.shape",
    "x-unknown":"payload.unknown-key",
    "properties":[["modeId",141],["rect",145],["settings",146],["headerTitle",141],["headerDesc",141],["constraints",147]]
   },
   {"ref":148},
   {"type":"array","x-rule":"windows.shape","items":149},
   {"type":"object","x-rule":"windows.shape","x-unknown":"payload.unknown-key","properties":[["windows",150]]},
   {"required":[["pages","the key \"pages\" is missing"]],"x-rule":"meta.no-pages"},
   {
    "type":"string",
    "pattern":"^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*[^\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]",
    "x-rule":{"type":"meta.shape","pattern":"meta.required"},
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {"type":"string","x-rule":"meta.shape","x-advice":62},
   {
    "type":["string","null"],
    "pattern":"^#[0-9A-Fa-f]{6}$",
    "x-rule":{"type":"meta.shape","pattern":"meta.color"},
    "said":{"pattern":"does not match the pattern ^#[0-9A-Fa-f]{6}$"}
   },
   {"type":"string","x-rule":"meta.shape"},
   {"type":"boolean","x-rule":"meta.shape"},
   {"type":"integer","x-rule":"meta.shape"},
   {"enum":["obs","var"],"x-rule":"meta.shape","said":{"enum":"expected one of \"obs\", \"var\""}},
   {"type":["number","null"],"x-rule":"meta.shape"},
   {"ref":160},
   {"type":"integer","minimum":0,"x-rule":"meta.shape"},
   {
    "type":"object",
    "required":[["id","the key \"id\" is missing"]],
    "x-rule":{"type":"meta.shape","required":"meta.required"},
    "x-unknown":"payload.unknown-key",
    "properties":[
     ["id",153],
     ["type",156],
     ["label",154],
     ["enabled",157],
     ["fieldKey",156],
     ["fieldIndex",158],
     ["fieldSource",159],
     ["categoryIndex",158],
     ["categoryName",156],
     ["rangeMin",161],
     ["rangeMax",161],
     ["cellCount",162]
    ]
   },
   {"ref":163},
   {"type":"array","x-rule":"meta.shape","items":164},
   {
    "type":"object",
    "required":[["id","the key \"id\" is missing"],["highlightedGroups","the key \"highlightedGroups\" is missing"]],
    "x-rule":{"type":"meta.shape","required":"meta.required"},
    "x-unknown":"payload.unknown-key",
    "properties":[["id",153],["name",154],["color",155],["highlightedGroups",165]]
   },
   {"ref":166},
   {"minItems":1,"x-rule":"meta.no-pages"},
   {"type":"array","x-rule":"meta.shape","items":167,"x-advice":168},
   {"type":["string","null"],"x-rule":"meta.shape"},
   {
    "type":"object",
    "x-rule":"meta.shape",
    "x-unknown":"payload.unknown-key",
    "x-advice":152,
    "properties":[["pages",169],["activePageId",170],["activePageName",170]]
   },
   {
    "type":"string",
    "pattern":"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$",
    "x-rule":"manifest.created-at",
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {"type":["string","null"],"minLength":1,"x-rule":"manifest.fingerprint"},
   {"ref":173},
   {"type":"integer","minimum":0,"maximum":4294967295,"x-rule":"manifest.fingerprint"},
   {"ref":175},
   {"enum":[1,2,3],"x-rule":"manifest.cell-order","said":{"enum":"expected one of 1, 2, 3"}},
   {
    "type":"string",
    "pattern":"^[0-9a-f]{16}$",
    "x-rule":"manifest.cell-order",
    "said":{"pattern":"does not match the pattern ^[0-9a-f]{16}$"}
   },
   {"ref":178},
   {
    "type":"object",
    "required":[["dimension","the key \"dimension\" is missing"],["digest","the key \"digest\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.cell-order",
    "properties":[["dimension",177],["digest",179]]
   },
   {"ref":180},
   {
    "type":"object",
    "required":[
     ["sourceType","the key \"sourceType\" is missing"],
     ["datasetId","the key \"datasetId\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["varCount","the key \"varCount\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.fingerprint",
    "properties":[["sourceType",174],["datasetId",174],["cellCount",176],["varCount",176],["cellOrder",181]]
   },
   {"ref":182},
   {"type":"string","x-rule":"chunk.label"},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["contributorId","the key \"contributorId\" is missing"],
     ["priority","the key \"priority\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["codec","the key \"codec\" is missing"],
     ["label","the key \"label\" is missing"],
     ["datasetDependent","the key \"datasetDependent\" is missing"],
     ["storedBytes","the key \"storedBytes\" is missing"],
     ["uncompressedBytes","the key \"uncompressedBytes\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{
     "type":"chunk.entry",
     "required":{
      "id":"chunk.key-missing",
      "contributorId":"chunk.key-missing",
      "priority":"chunk.key-missing",
      "kind":"chunk.key-missing",
      "codec":"chunk.key-missing",
      "label":"chunk.key-missing",
      "datasetDependent":"chunk.key-missing",
      "storedBytes":"chunk.size-missing",
      "uncompressedBytes":"chunk.size-missing"
     },
     "additionalProperties":"manifest.closed"
    },
    "properties":[
     ["id",19],
     ["contributorId",20],
     ["priority",21],
     ["kind",22],
     ["codec",23],
     ["label",184],
     ["datasetDependent",26],
     ["storedBytes",27],
     ["uncompressedBytes",28]
    ]
   },
   {"ref":185},
   {"type":"array","x-rule":"manifest.chunks","items":186},
   {
    "type":"object",
    "required":[
     ["createdAt","the key \"createdAt\" is missing"],
     ["datasetFingerprint","the key \"datasetFingerprint\" is missing"],
     ["chunks","the key \"chunks\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{
     "type":"manifest.root",
     "required":{
      "createdAt":"manifest.key-missing",
      "datasetFingerprint":"manifest.fingerprint-missing",
      "chunks":"manifest.chunks"
     },
     "additionalProperties":"manifest.closed"
    },
    "properties":[["createdAt",172],["datasetFingerprint",183],["chunks",187]]
   },
   {"minLength":1,"x-rule":"overlays.shape"},
   {"type":"string","minLength":1,"x-rule":"overlays.shape"},
   {"type":"object","x-rule":"overlays.shape","propertyNames":189,"additionalProperties":190},
   {"ref":191},
   {
    "type":"object",
    "required":[["fields","the key \"fields\" is missing"],["categories","the key \"categories\" is missing"]],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[["fields",192],["categories",192]]
   },
   {"type":"array","x-rule":"overlays.shape","items":190},
   {"ref":194},
   {
    "type":"object",
    "required":[["deleted","the key \"deleted\" is missing"],["purged","the key \"purged\" is missing"]],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[["deleted",195],["purged",195]]
   },
   {"const":"continuous","said":{"const":"expected \"continuous\""}},
   {"required":[["kind","the key \"kind\" is missing"]],"properties":[["kind",197]]},
   {
    "type":"string",
    "pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
    "x-rule":{"type":"overlays.shape","pattern":"overlays.id-form"},
    "said":{"pattern":"does not match the pattern ^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$"}
   },
   {
    "type":"string",
    "pattern":"^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$",
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {
    "type":"string",
    "minLength":1,
    "maxLength":256,
    "pattern":"^[^:]*$",
    "not":200,
    "x-rule":{
     "type":"overlays.shape",
     "minLength":"overlays.key",
     "maxLength":"overlays.key",
     "pattern":"overlays.key",
     "not":"overlays.key"
    },
    "x-advice":62,
    "said":{"pattern":"does not match the pattern ^[^:]*$"}
   },
   {"ref":201},
   {
    "type":["object","null"],
    "required":[["type","the key \"type\" is missing"]],
    "x-rule":"overlays.shape",
    "properties":[["type",190]]
   },
   {"type":["number","null"],"minimum":0,"x-rule":"overlays.shape"},
   {
    "type":"string",
    "pattern":"^[\\u001c-\\u001f\\u0085\\ufeff]|[\\u001c-\\u001f\\u0085\\ufeff]$",
    "said":{"pattern":"does not match the pattern ^[\\u001c-\\u001f\\u0085\\ufeff]|[\\u001c-\\u001f\\u0085\\ufeff]$"}
   },
   {"not":205,"x-rule":"text.name-edge"},
   {"type":"string","minLength":1,"x-rule":"overlays.shape","x-advice":206},
   {"ref":207},
   {"type":"integer","minimum":0,"maximum":9007199254740991,"x-rule":"overlays.shape"},
   {
    "type":"object",
    "required":[["sourceKey","the key \"sourceKey\" is missing"]],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[["sourceKey",208],["sourceIndex",209],["kind",190]]
   },
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["source","the key \"source\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["key","the key \"key\" is missing"],
     ["isDeleted","the key \"isDeleted\" is missing"],
     ["isPurged","the key \"isPurged\" is missing"],
     ["sourceField","the key \"sourceField\" is missing"],
     ["operation","the key \"operation\" is missing"],
     ["createdAt","the key \"createdAt\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",199],
     ["source",60],
     ["kind",61],
     ["key",202],
     ["isDeleted",72],
     ["isPurged",72],
     ["operation",203],
     ["createdAt",204],
     ["sourceField",210]
    ]
   },
   {"ref":211},
   {
    "type":["object","null"],
    "required":[["sourceKey","the key \"sourceKey\" is missing"]],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[["sourceKey",208],["sourceIndex",209],["kind",190]]
   },
   {"not":200,"x-rule":"text.na"},
   {
    "pattern":"^(?:[^=+@\\u0009\\u000d-]|$)",
    "x-rule":"text.formula",
    "allOf":[65,214],
    "said":{"pattern":"does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)"}
   },
   {"type":["string","number","boolean"],"maxLength":256,"x-rule":"overlays.shape","x-advice":215},
   {"ref":216},
   {"type":"array","minItems":1,"x-rule":"overlays.shape","items":217},
   {"type":"integer","minimum":0,"maximum":4294967295,"x-rule":"overlays.shape"},
   {"ref":75},
   {"type":["string","null"],"minLength":1,"x-rule":"overlays.shape"},
   {"ref":221},
   {"type":"object","x-rule":"overlays.shape"},
   {"enum":[1,2,3],"x-rule":"overlays.shape","said":{"enum":"expected one of 1, 2, 3"}},
   {"type":"array","x-rule":"overlays.shape","items":224},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["source","the key \"source\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["key","the key \"key\" is missing"],
     ["isDeleted","the key \"isDeleted\" is missing"],
     ["isPurged","the key \"isPurged\" is missing"],
     ["sourceField","the key \"sourceField\" is missing"],
     ["operation","the key \"operation\" is missing"],
     ["createdAt","the key \"createdAt\" is missing"],
     ["categories","the key \"categories\" is missing"],
     ["codesLength","the key \"codesLength\" is missing"],
     ["codesType","the key \"codesType\" is missing"],
     ["sourcePages","the key \"sourcePages\" is missing"],
     ["overlapStrategy","the key \"overlapStrategy\" is missing"],
     ["overlapLabel","the key \"overlapLabel\" is missing"],
     ["intersectionLabels","the key \"intersectionLabels\" is missing"],
     ["uncoveredLabel","the key \"uncoveredLabel\" is missing"],
     ["centroidsByDim","the key \"centroidsByDim\" is missing"],
     ["normalizedDims","the key \"normalizedDims\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",199],
     ["source",60],
     ["kind",61],
     ["key",202],
     ["isDeleted",72],
     ["isPurged",72],
     ["operation",203],
     ["createdAt",204],
     ["sourceField",213],
     ["categories",218],
     ["codesLength",219],
     ["codesType",220],
     ["sourcePages",82],
     ["overlapStrategy",88],
     ["overlapLabel",222],
     ["intersectionLabels",83],
     ["uncoveredLabel",222],
     ["centroidsByDim",223],
     ["normalizedDims",225]
    ]
   },
   {"ref":226},
   {"type":"object","x-rule":"overlays.shape","if":198,"then":212,"else":227},
   {"ref":228},
   {"type":"array","x-rule":"overlays.shape","items":229},
   {
    "type":"object",
    "required":[
     ["renames","the key \"renames\" is missing"],
     ["deletedFields","the key \"deletedFields\" is missing"],
     ["userDefinedFields","the key \"userDefinedFields\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[["renames",193],["deletedFields",196],["userDefinedFields",230]]
   },
   {
    "type":"string",
    "pattern":"^page_[1-9][0-9]*$",
    "x-rule":{"type":"meta.shape","pattern":"meta.id-form"},
    "said":{"pattern":"does not match the pattern ^page_[1-9][0-9]*$"}
   },
   {"ref":232},
   {
    "type":"string",
    "pattern":"^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]|[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]$",
    "said":{"pattern":"does not match the pattern of the schema"}
   },
   {
    "pattern":"^(?:[^=+@\\u0009\\u000d-]|$)",
    "x-rule":{"pattern":"text.formula","not":"text.label-space"},
    "not":234,
    "said":{"pattern":"does not match the pattern ^(?:[^=+@\\u0009\\u000d-]|$)"}
   },
   {
    "type":"string",
    "minLength":1,
    "not":205,
    "x-rule":{"type":"meta.shape","minLength":"meta.required","not":"text.label-edge"},
    "x-advice":235
   },
   {"ref":236},
   {
    "type":"string",
    "pattern":"^#[0-9A-Fa-f]{6}$",
    "x-rule":{"type":"meta.shape","pattern":"meta.color"},
    "said":{"pattern":"does not match the pattern ^#[0-9A-Fa-f]{6}$"}
   },
   {"required":[["type","the key \"type\" is missing"]],"properties":[["type",56]]},
   {
    "type":"string",
    "pattern":"^highlight_[1-9][0-9]*$",
    "x-rule":{"type":"meta.shape","pattern":"meta.id-form"},
    "said":{"pattern":"does not match the pattern ^highlight_[1-9][0-9]*$"}
   },
   {
    "enum":["annotation","category","combined","knn","lasso","proximity","range"],
    "x-rule":"meta.shape",
    "said":{
     "enum":"expected one of \"annotation\", \"category\", \"combined\", \"knn\", \"lasso\", \"proximity\", \"range\""
    }
   },
   {"type":"integer","minimum":1,"maximum":4294967295,"x-rule":"meta.shape"},
   {
    "type":"string",
    "minLength":1,
    "maxLength":256,
    "pattern":"^[^:]*$",
    "not":200,
    "x-rule":"meta.shape",
    "said":{"pattern":"does not match the pattern ^[^:]*$"}
   },
   {"ref":243},
   {"type":"integer","minimum":0,"maximum":9007199254740991,"x-rule":"meta.shape"},
   {"type":["string","number","boolean"],"x-rule":"meta.shape"},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["type","the key \"type\" is missing"],
     ["label","the key \"label\" is missing"],
     ["enabled","the key \"enabled\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["fieldKey","the key \"fieldKey\" is missing"],
     ["fieldIndex","the key \"fieldIndex\" is missing"],
     ["fieldSource","the key \"fieldSource\" is missing"],
     ["categoryIndex","the key \"categoryIndex\" is missing"],
     ["categoryName","the key \"categoryName\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",240],
     ["type",241],
     ["label",237],
     ["enabled",157],
     ["cellCount",242],
     ["fieldKey",244],
     ["fieldSource",159],
     ["fieldIndex",245],
     ["categoryIndex",245],
     ["categoryName",246]
    ]
   },
   {"ref":247},
   {"const":"range","said":{"const":"expected \"range\""}},
   {"required":[["type","the key \"type\" is missing"]],"properties":[["type",249]]},
   {"type":"number","x-rule":"meta.shape"},
   {"ref":251},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["type","the key \"type\" is missing"],
     ["label","the key \"label\" is missing"],
     ["enabled","the key \"enabled\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["fieldKey","the key \"fieldKey\" is missing"],
     ["fieldIndex","the key \"fieldIndex\" is missing"],
     ["fieldSource","the key \"fieldSource\" is missing"],
     ["rangeMin","the key \"rangeMin\" is missing"],
     ["rangeMax","the key \"rangeMax\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",240],
     ["type",241],
     ["label",237],
     ["enabled",157],
     ["cellCount",242],
     ["fieldKey",244],
     ["fieldSource",159],
     ["fieldIndex",245],
     ["rangeMin",252],
     ["rangeMax",252]
    ]
   },
   {"ref":253},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["type","the key \"type\" is missing"],
     ["label","the key \"label\" is missing"],
     ["enabled","the key \"enabled\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[["id",240],["type",241],["label",237],["enabled",157],["cellCount",242]]
   },
   {"ref":255},
   {"if":250,"then":254,"else":256},
   {"type":"object","x-rule":"meta.shape","if":239,"then":248,"else":257},
   {"ref":258},
   {"type":"array","x-rule":"meta.shape","items":259},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["name","the key \"name\" is missing"],
     ["color","the key \"color\" is missing"],
     ["highlightedGroups","the key \"highlightedGroups\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[["id",233],["name",237],["color",238],["highlightedGroups",260]]
   },
   {"ref":261},
   {"type":"array","minItems":1,"x-rule":{"type":"meta.shape","minItems":"meta.required"},"items":262},
   {
    "type":"object",
    "required":[["pages","the key \"pages\" is missing"],["activePageId","the key \"activePageId\" is missing"]],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[["pages",263],["activePageId",233]]
   },
   {"type":"string","x-rule":"inventory.shape"},
   {"type":"array","x-rule":"inventory.shape","items":265},
   {
    "type":"object",
    "required":[["artifactIds","the key \"artifactIds\" is missing"]],
    "additionalProperties":false,
    "x-rule":"inventory.shape",
    "properties":[["artifactIds",266]]
   },
   {"type":"object","x-rule":"payload.object"},
   {"type":"string","minLength":1,"x-rule":"manifest.cell-order"},
   {"type":"integer","minimum":0,"maximum":9007199254740991,"x-rule":"manifest.cell-order"},
   {"type":["array","null"],"minItems":1,"maxItems":3,"x-rule":"manifest.cell-order","items":270},
   {
    "type":"object",
    "required":[["key","the key \"key\" is missing"],["columns","the key \"columns\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.cell-order",
    "properties":[["key",269],["columns",271]]
   },
   {"ref":272},
   {
    "type":"object",
    "required":[
     ["embedding","the key \"embedding\" is missing"],
     ["dimension","the key \"dimension\" is missing"],
     ["digest","the key \"digest\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.cell-order",
    "properties":[["dimension",177],["digest",179],["embedding",273]]
   },
   {"ref":274},
   {
    "enum":["anndata","export"],
    "x-rule":"manifest.data-mapping",
    "said":{"enum":"expected one of \"anndata\", \"export\""}
   },
   {"const":"export","said":{"const":"expected \"export\""}},
   {"required":[["kind","the key \"kind\" is missing"]],"properties":[["kind",277]]},
   {"const":"export","x-rule":"manifest.data-mapping","said":{"const":"expected \"export\""}},
   {"type":"string","minLength":1,"x-rule":"manifest.data-mapping"},
   {"ref":280},
   {"type":"null","x-rule":"manifest.data-mapping"},
   {
    "type":"object",
    "required":[["key","the key \"key\" is missing"],["columns","the key \"columns\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["key",281],["columns",282]]
   },
   {"ref":283},
   {"type":"array","minItems":1,"x-rule":"manifest.data-mapping","items":284},
   {
    "type":["object","null"],
    "required":[["key","the key \"key\" is missing"],["columns","the key \"columns\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["key",281],["columns",282]]
   },
   {"ref":286},
   {
    "type":"object",
    "required":[["1d","the key \"1d\" is missing"],["2d","the key \"2d\" is missing"],["3d","the key \"3d\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["1d",287],["2d",287],["3d",287]]
   },
   {
    "type":"object",
    "required":[["enabled","the key \"enabled\" is missing"],["defaults","the key \"defaults\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["enabled",285],["defaults",288]]
   },
   {"enum":["index"],"said":{"enum":"expected \"index\""}},
   {"pattern":"^column:(?:[^A]|A)","said":{"pattern":"does not match the pattern ^column:(?:[^A]|A)"}},
   {"type":"string","anyOf":[290,291],"x-rule":"manifest.data-mapping"},
   {"ref":292},
   {
    "type":"object",
    "required":[["field","the key \"field\" is missing"],["embedding","the key \"embedding\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["field",281],["embedding",284]]
   },
   {"type":"array","x-rule":"manifest.data-mapping","items":294},
   {
    "type":"object",
    "required":[
     ["kind","the key \"kind\" is missing"],
     ["embeddings","the key \"embeddings\" is missing"],
     ["geneNames","the key \"geneNames\" is missing"],
     ["vectorFields","the key \"vectorFields\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["kind",279],["embeddings",289],["geneNames",293],["vectorFields",295]]
   },
   {"ref":296},
   {"const":"anndata","x-rule":"manifest.data-mapping","said":{"const":"expected \"anndata\""}},
   {"type":"integer","minimum":0,"maximum":9007199254740991,"x-rule":"manifest.data-mapping"},
   {"type":"array","minItems":1,"maxItems":3,"x-rule":"manifest.data-mapping","items":299},
   {
    "type":"object",
    "required":[["key","the key \"key\" is missing"],["columns","the key \"columns\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["key",281],["columns",300]]
   },
   {"ref":301},
   {"type":"array","minItems":1,"x-rule":"manifest.data-mapping","items":302},
   {"type":"array","minItems":1,"maxItems":1,"x-rule":"manifest.data-mapping","items":299},
   {
    "type":["object","null"],
    "required":[["key","the key \"key\" is missing"],["columns","the key \"columns\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["key",281],["columns",304]]
   },
   {"ref":305},
   {"type":"array","minItems":2,"maxItems":2,"x-rule":"manifest.data-mapping","items":299},
   {
    "type":["object","null"],
    "required":[["key","the key \"key\" is missing"],["columns","the key \"columns\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["key",281],["columns",307]]
   },
   {"ref":308},
   {"type":"array","minItems":3,"maxItems":3,"x-rule":"manifest.data-mapping","items":299},
   {
    "type":["object","null"],
    "required":[["key","the key \"key\" is missing"],["columns","the key \"columns\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["key",281],["columns",310]]
   },
   {"ref":311},
   {
    "type":"object",
    "required":[["1d","the key \"1d\" is missing"],["2d","the key \"2d\" is missing"],["3d","the key \"3d\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["1d",306],["2d",309],["3d",312]]
   },
   {
    "type":"object",
    "required":[["enabled","the key \"enabled\" is missing"],["defaults","the key \"defaults\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["enabled",303],["defaults",313]]
   },
   {"type":["string","null"],"minLength":1,"x-rule":"manifest.data-mapping"},
   {"ref":315},
   {"type":"null"},
   {"enum":["X","raw"],"said":{"enum":"expected one of \"X\", \"raw\""}},
   {"type":"string","pattern":"^layer:(?:[^A]|A)","said":{"pattern":"does not match the pattern ^layer:(?:[^A]|A)"}},
   {"type":["string","null"],"anyOf":[317,318,319],"x-rule":"manifest.data-mapping"},
   {"ref":320},
   {
    "type":"object",
    "required":[["key","the key \"key\" is missing"],["embedding","the key \"embedding\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["key",281],["embedding",302]]
   },
   {"type":"array","x-rule":"manifest.data-mapping","items":322},
   {
    "type":"object",
    "required":[
     ["kind","the key \"kind\" is missing"],
     ["embeddings","the key \"embeddings\" is missing"],
     ["knn","the key \"knn\" is missing"],
     ["geneNames","the key \"geneNames\" is missing"],
     ["expression","the key \"expression\" is missing"],
     ["latent","the key \"latent\" is missing"],
     ["vectorFields","the key \"vectorFields\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[
     ["kind",298],
     ["embeddings",314],
     ["knn",316],
     ["geneNames",293],
     ["expression",321],
     ["latent",316],
     ["vectorFields",323]
    ]
   },
   {"ref":324},
   {
    "type":"object",
    "required":[["kind","the key \"kind\" is missing"]],
    "x-rule":"manifest.data-mapping",
    "properties":[["kind",276]],
    "if":278,
    "then":297,
    "else":325
   },
   {"ref":326},
   {
    "type":"object",
    "required":[
     ["sourceType","the key \"sourceType\" is missing"],
     ["datasetId","the key \"datasetId\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["varCount","the key \"varCount\" is missing"],
     ["cellOrder","the key \"cellOrder\" is missing"],
     ["dataMapping","the key \"dataMapping\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.fingerprint",
    "properties":[["sourceType",174],["datasetId",174],["cellCount",176],["varCount",176],["cellOrder",275],["dataMapping",327]]
   },
   {"ref":328},
   {
    "type":"object",
    "required":[
     ["createdAt","the key \"createdAt\" is missing"],
     ["datasetFingerprint","the key \"datasetFingerprint\" is missing"],
     ["chunks","the key \"chunks\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{
     "type":"manifest.root",
     "required":{
      "createdAt":"manifest.key-missing",
      "datasetFingerprint":"manifest.fingerprint-missing",
      "chunks":"manifest.chunks"
     },
     "additionalProperties":"manifest.closed"
    },
    "properties":[["createdAt",172],["datasetFingerprint",329],["chunks",187]]
   },
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["source","the key \"source\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["key","the key \"key\" is missing"],
     ["isDeleted","the key \"isDeleted\" is missing"],
     ["isPurged","the key \"isPurged\" is missing"],
     ["sourceField","the key \"sourceField\" is missing"],
     ["operation","the key \"operation\" is missing"],
     ["createdAt","the key \"createdAt\" is missing"],
     ["categories","the key \"categories\" is missing"],
     ["codesLength","the key \"codesLength\" is missing"],
     ["codesType","the key \"codesType\" is missing"],
     ["sourcePages","the key \"sourcePages\" is missing"],
     ["overlapStrategy","the key \"overlapStrategy\" is missing"],
     ["overlapLabel","the key \"overlapLabel\" is missing"],
     ["intersectionLabels","the key \"intersectionLabels\" is missing"],
     ["uncoveredLabel","the key \"uncoveredLabel\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",199],
     ["source",60],
     ["kind",61],
     ["key",202],
     ["isDeleted",72],
     ["isPurged",72],
     ["operation",203],
     ["createdAt",204],
     ["sourceField",213],
     ["categories",218],
     ["codesLength",219],
     ["codesType",220],
     ["sourcePages",82],
     ["overlapStrategy",88],
     ["overlapLabel",222],
     ["intersectionLabels",83],
     ["uncoveredLabel",222]
    ]
   },
   {"ref":331},
   {"type":"object","x-rule":"overlays.shape","if":198,"then":212,"else":332},
   {"ref":333},
   {"type":"array","x-rule":"overlays.shape","items":334},
   {
    "type":"object",
    "required":[
     ["renames","the key \"renames\" is missing"],
     ["deletedFields","the key \"deletedFields\" is missing"],
     ["userDefinedFields","the key \"userDefinedFields\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[["renames",193],["deletedFields",196],["userDefinedFields",335]]
   },
   {"type":"integer","minimum":0,"maximum":4294967295,"x-rule":"chunk.stored-bytes"},
   {"type":"integer","minimum":0,"maximum":9007199254740991,"x-rule":"chunk.uncompressed-bytes"},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["contributorId","the key \"contributorId\" is missing"],
     ["priority","the key \"priority\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["codec","the key \"codec\" is missing"],
     ["label","the key \"label\" is missing"],
     ["datasetDependent","the key \"datasetDependent\" is missing"],
     ["storedBytes","the key \"storedBytes\" is missing"],
     ["uncompressedBytes","the key \"uncompressedBytes\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{
     "type":"chunk.entry",
     "required":{
      "id":"chunk.key-missing",
      "contributorId":"chunk.key-missing",
      "priority":"chunk.key-missing",
      "kind":"chunk.key-missing",
      "codec":"chunk.key-missing",
      "label":"chunk.key-missing",
      "datasetDependent":"chunk.key-missing",
      "storedBytes":"chunk.size-missing",
      "uncompressedBytes":"chunk.size-missing"
     },
     "additionalProperties":"manifest.closed"
    },
    "properties":[
     ["id",19],
     ["contributorId",20],
     ["priority",21],
     ["kind",22],
     ["codec",23],
     ["label",184],
     ["datasetDependent",26],
     ["storedBytes",337],
     ["uncompressedBytes",338]
    ]
   },
   {"ref":339},
   {"type":"array","x-rule":"manifest.chunks","items":340},
   {
    "type":"object",
    "required":[
     ["createdAt","the key \"createdAt\" is missing"],
     ["datasetFingerprint","the key \"datasetFingerprint\" is missing"],
     ["chunks","the key \"chunks\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{
     "type":"manifest.root",
     "required":{
      "createdAt":"manifest.key-missing",
      "datasetFingerprint":"manifest.fingerprint-missing",
      "chunks":"manifest.chunks"
     },
     "additionalProperties":"manifest.closed"
    },
    "properties":[["createdAt",172],["datasetFingerprint",329],["chunks",341]]
   },
   {
    "type":"string",
    "minLength":1,
    "pattern":"^[^:]*$",
    "not":200,
    "x-rule":{"type":"overlays.shape","minLength":"overlays.key","pattern":"overlays.key","not":"overlays.key"},
    "x-advice":62,
    "said":{"pattern":"does not match the pattern ^[^:]*$"}
   },
   {"ref":343},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["source","the key \"source\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["key","the key \"key\" is missing"],
     ["isDeleted","the key \"isDeleted\" is missing"],
     ["isPurged","the key \"isPurged\" is missing"],
     ["sourceField","the key \"sourceField\" is missing"],
     ["operation","the key \"operation\" is missing"],
     ["createdAt","the key \"createdAt\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",199],
     ["source",60],
     ["kind",61],
     ["key",344],
     ["isDeleted",72],
     ["isPurged",72],
     ["operation",203],
     ["createdAt",204],
     ["sourceField",210]
    ]
   },
   {"ref":345},
   {"type":["string","number","boolean"],"x-rule":"overlays.shape","x-advice":215},
   {"ref":347},
   {"type":"array","minItems":1,"x-rule":"overlays.shape","items":348},
   {
    "enum":["Uint8Array","Uint16Array","Uint32Array"],
    "x-rule":"overlays.shape",
    "said":{"enum":"expected one of \"Uint8Array\", \"Uint16Array\", \"Uint32Array\""}
   },
   {"ref":350},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["source","the key \"source\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["key","the key \"key\" is missing"],
     ["isDeleted","the key \"isDeleted\" is missing"],
     ["isPurged","the key \"isPurged\" is missing"],
     ["sourceField","the key \"sourceField\" is missing"],
     ["operation","the key \"operation\" is missing"],
     ["createdAt","the key \"createdAt\" is missing"],
     ["categories","the key \"categories\" is missing"],
     ["codesLength","the key \"codesLength\" is missing"],
     ["codesType","the key \"codesType\" is missing"],
     ["sourcePages","the key \"sourcePages\" is missing"],
     ["overlapStrategy","the key \"overlapStrategy\" is missing"],
     ["overlapLabel","the key \"overlapLabel\" is missing"],
     ["intersectionLabels","the key \"intersectionLabels\" is missing"],
     ["uncoveredLabel","the key \"uncoveredLabel\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",199],
     ["source",60],
     ["kind",61],
     ["key",344],
     ["isDeleted",72],
     ["isPurged",72],
     ["operation",203],
     ["createdAt",204],
     ["sourceField",213],
     ["categories",349],
     ["codesLength",219],
     ["codesType",351],
     ["sourcePages",82],
     ["overlapStrategy",88],
     ["overlapLabel",222],
     ["intersectionLabels",83],
     ["uncoveredLabel",222]
    ]
   },
   {"ref":352},
   {"type":"object","x-rule":"overlays.shape","if":198,"then":346,"else":353},
   {"ref":354},
   {"type":"array","x-rule":"overlays.shape","items":355},
   {
    "type":"object",
    "required":[
     ["renames","the key \"renames\" is missing"],
     ["deletedFields","the key \"deletedFields\" is missing"],
     ["userDefinedFields","the key \"userDefinedFields\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[["renames",193],["deletedFields",196],["userDefinedFields",356]]
   },
   {
    "type":"string",
    "minLength":1,
    "pattern":"^[^:]*$",
    "not":200,
    "x-rule":"meta.shape",
    "said":{"pattern":"does not match the pattern ^[^:]*$"}
   },
   {"ref":358},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["type","the key \"type\" is missing"],
     ["label","the key \"label\" is missing"],
     ["enabled","the key \"enabled\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["fieldKey","the key \"fieldKey\" is missing"],
     ["fieldIndex","the key \"fieldIndex\" is missing"],
     ["fieldSource","the key \"fieldSource\" is missing"],
     ["categoryIndex","the key \"categoryIndex\" is missing"],
     ["categoryName","the key \"categoryName\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",240],
     ["type",241],
     ["label",237],
     ["enabled",157],
     ["cellCount",242],
     ["fieldKey",359],
     ["fieldSource",159],
     ["fieldIndex",245],
     ["categoryIndex",245],
     ["categoryName",246]
    ]
   },
   {"ref":360},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["type","the key \"type\" is missing"],
     ["label","the key \"label\" is missing"],
     ["enabled","the key \"enabled\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["fieldKey","the key \"fieldKey\" is missing"],
     ["fieldIndex","the key \"fieldIndex\" is missing"],
     ["fieldSource","the key \"fieldSource\" is missing"],
     ["rangeMin","the key \"rangeMin\" is missing"],
     ["rangeMax","the key \"rangeMax\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",240],
     ["type",241],
     ["label",237],
     ["enabled",157],
     ["cellCount",242],
     ["fieldKey",359],
     ["fieldSource",159],
     ["fieldIndex",245],
     ["rangeMin",252],
     ["rangeMax",252]
    ]
   },
   {"ref":362},
   {"if":250,"then":363,"else":256},
   {"type":"object","x-rule":"meta.shape","if":239,"then":361,"else":364},
   {"ref":365},
   {"type":"array","x-rule":"meta.shape","items":366},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["name","the key \"name\" is missing"],
     ["color","the key \"color\" is missing"],
     ["highlightedGroups","the key \"highlightedGroups\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[["id",233],["name",237],["color",238],["highlightedGroups",367]]
   },
   {"ref":368},
   {"type":"array","minItems":1,"x-rule":{"type":"meta.shape","minItems":"meta.required"},"items":369},
   {
    "type":"object",
    "required":[["pages","the key \"pages\" is missing"],["activePageId","the key \"activePageId\" is missing"]],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[["pages",370],["activePageId",233]]
   },
   {"type":["string","null"],"minLength":1,"x-rule":"manifest.fingerprint","not":200},
   {"ref":372},
   {"type":"array","minItems":1,"maxItems":3,"x-rule":"manifest.cell-order","items":270},
   {
    "type":"object",
    "required":[["key","the key \"key\" is missing"],["columns","the key \"columns\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.cell-order",
    "properties":[["key",269],["columns",374]]
   },
   {"ref":375},
   {
    "type":"object",
    "required":[
     ["embedding","the key \"embedding\" is missing"],
     ["dimension","the key \"dimension\" is missing"],
     ["digest","the key \"digest\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.cell-order",
    "properties":[["dimension",177],["digest",179],["embedding",376]]
   },
   {"ref":377},
   {"enum":["anndata"],"x-rule":"manifest.data-mapping","said":{"enum":"expected \"anndata\""}},
   {"pattern":"^layer:(?:[^A]|A)","said":{"pattern":"does not match the pattern ^layer:(?:[^A]|A)"}},
   {"anyOf":[318,380],"x-rule":"manifest.data-mapping"},
   {"const":1,"said":{"const":"expected 1"}},
   {"type":["number","null"],"exclusiveMinimum":0,"not":382,"x-rule":"manifest.data-mapping"},
   {
    "type":"object",
    "required":[["base","the key \"base\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[["base",383]]
   },
   {"type":"object","x-rule":"manifest.data-mapping","propertyNames":381,"additionalProperties":384},
   {"ref":385},
   {
    "type":"object",
    "required":[
     ["kind","the key \"kind\" is missing"],
     ["embeddings","the key \"embeddings\" is missing"],
     ["knn","the key \"knn\" is missing"],
     ["geneNames","the key \"geneNames\" is missing"],
     ["expression","the key \"expression\" is missing"],
     ["log1p","the key \"log1p\" is missing"],
     ["highlyVariable","the key \"highlyVariable\" is missing"],
     ["latent","the key \"latent\" is missing"],
     ["vectorFields","the key \"vectorFields\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.data-mapping",
    "properties":[
     ["kind",298],
     ["embeddings",314],
     ["knn",316],
     ["geneNames",293],
     ["expression",321],
     ["latent",316],
     ["vectorFields",323],
     ["modality",281],
     ["log1p",386],
     ["highlyVariable",316]
    ]
   },
   {"ref":387},
   {
    "type":"object",
    "required":[["kind","the key \"kind\" is missing"]],
    "x-rule":"manifest.data-mapping",
    "properties":[["kind",379]],
    "allOf":[388]
   },
   {"ref":389},
   {
    "type":"object",
    "required":[
     ["datasetId","the key \"datasetId\" is missing"],
     ["name","the key \"name\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["varCount","the key \"varCount\" is missing"],
     ["cellOrder","the key \"cellOrder\" is missing"],
     ["dataMapping","the key \"dataMapping\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.fingerprint",
    "properties":[["datasetId",373],["cellCount",176],["varCount",176],["cellOrder",378],["dataMapping",390],["name",373]]
   },
   {"ref":391},
   {
    "enum":["sample","link","remote","file"],
    "x-rule":"manifest.source",
    "said":{"enum":"expected one of \"sample\", \"link\", \"remote\", \"file\""}
   },
   {"const":"sample","said":{"const":"expected \"sample\""}},
   {"type":"object","required":[["kind","the key \"kind\" is missing"]],"properties":[["kind",394]]},
   {"const":"sample","x-rule":"manifest.source","said":{"const":"expected \"sample\""}},
   {
    "type":"string",
    "minLength":1,
    "pattern":"^[^\\u0000-\\u001f\\u007f]*$",
    "not":200,
    "x-rule":"manifest.source",
    "said":{"pattern":"does not match the pattern ^[^\\u0000-\\u001f\\u007f]*$"}
   },
   {"ref":397},
   {
    "type":"object",
    "required":[["kind","the key \"kind\" is missing"],["dataset","the key \"dataset\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.source",
    "properties":[["kind",396],["dataset",398]]
   },
   {"ref":399},
   {"if":395,"then":400},
   {"const":"link","said":{"const":"expected \"link\""}},
   {"type":"object","required":[["kind","the key \"kind\" is missing"]],"properties":[["kind",402]]},
   {"const":"link","x-rule":"manifest.source","said":{"const":"expected \"link\""}},
   {
    "type":"object",
    "required":[
     ["kind","the key \"kind\" is missing"],
     ["locator","the key \"locator\" is missing"],
     ["dataset","the key \"dataset\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.source",
    "properties":[["kind",404],["locator",398],["dataset",398]]
   },
   {"ref":405},
   {"if":403,"then":406},
   {"const":"remote","said":{"const":"expected \"remote\""}},
   {"type":"object","required":[["kind","the key \"kind\" is missing"]],"properties":[["kind",408]]},
   {"const":"remote","x-rule":"manifest.source","said":{"const":"expected \"remote\""}},
   {"pattern":"^https?://","x-rule":"manifest.source","said":{"pattern":"does not match the pattern ^https?://"}},
   {
    "pattern":"^https?://[^/?#]",
    "x-rule":"manifest.source-host",
    "said":{"pattern":"does not match the pattern ^https?://[^/?#]"}
   },
   {
    "type":"string",
    "minLength":1,
    "pattern":"^[^\\u0000-\\u001f\\u007f]*$",
    "not":200,
    "x-rule":"manifest.source",
    "allOf":[411],
    "x-advice":412,
    "said":{"pattern":"does not match the pattern ^[^\\u0000-\\u001f\\u007f]*$"}
   },
   {
    "type":"object",
    "required":[
     ["kind","the key \"kind\" is missing"],
     ["url","the key \"url\" is missing"],
     ["dataset","the key \"dataset\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.source",
    "properties":[["kind",410],["url",413],["dataset",398]]
   },
   {"ref":414},
   {"if":409,"then":415},
   {"const":"file","said":{"const":"expected \"file\""}},
   {"type":"object","required":[["kind","the key \"kind\" is missing"]],"properties":[["kind",417]]},
   {"const":"file","x-rule":"manifest.source","said":{"const":"expected \"file\""}},
   {
    "type":"object",
    "required":[
     ["kind","the key \"kind\" is missing"],
     ["name","the key \"name\" is missing"],
     ["dataset","the key \"dataset\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":"manifest.source",
    "properties":[["kind",419],["name",398],["dataset",398]]
   },
   {"ref":420},
   {"if":418,"then":421},
   {
    "type":["object","null"],
    "required":[["kind","the key \"kind\" is missing"]],
    "x-rule":"manifest.source",
    "properties":[["kind",393]],
    "allOf":[401,407,416,422]
   },
   {"ref":423},
   {"type":"string","minLength":1,"not":234,"x-rule":"manifest.requires","x-advice":206},
   {"type":"array","x-rule":"manifest.requires","items":425},
   {"ref":426},
   {
    "type":"object",
    "required":[["obs","the key \"obs\" is missing"],["var","the key \"var\" is missing"]],
    "additionalProperties":false,
    "x-rule":"manifest.requires",
    "properties":[["obs",427],["var",427]]
   },
   {"ref":428},
   {
    "type":"object",
    "required":[
     ["createdAt","the key \"createdAt\" is missing"],
     ["datasetFingerprint","the key \"datasetFingerprint\" is missing"],
     ["source","the key \"source\" is missing"],
     ["requires","the key \"requires\" is missing"],
     ["chunks","the key \"chunks\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{
     "type":"manifest.root",
     "required":{
      "createdAt":"manifest.key-missing",
      "datasetFingerprint":"manifest.fingerprint-missing",
      "chunks":"manifest.chunks",
      "source":"manifest.key-missing",
      "requires":"manifest.key-missing"
     },
     "additionalProperties":"manifest.closed"
    },
    "properties":[["createdAt",172],["datasetFingerprint",392],["chunks",341],["source",424],["requires",429]]
   },
   {
    "type":"string",
    "minLength":1,
    "pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f\\u200b\\u2060\\ufeff]*$",
    "not":200,
    "x-rule":{"type":"overlays.shape","minLength":"overlays.key","pattern":"overlays.key","not":"overlays.key"},
    "x-advice":62,
    "said":{"pattern":"does not match the pattern ^[^\\u0000-\\u001f\\u007f-\\u009f\\u200b\\u2060\\ufeff]*$"}
   },
   {"ref":431},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["source","the key \"source\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["key","the key \"key\" is missing"],
     ["isDeleted","the key \"isDeleted\" is missing"],
     ["isPurged","the key \"isPurged\" is missing"],
     ["sourceField","the key \"sourceField\" is missing"],
     ["operation","the key \"operation\" is missing"],
     ["createdAt","the key \"createdAt\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",199],
     ["source",60],
     ["kind",61],
     ["key",432],
     ["isDeleted",72],
     ["isPurged",72],
     ["operation",203],
     ["createdAt",204],
     ["sourceField",210]
    ]
   },
   {"ref":433},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["source","the key \"source\" is missing"],
     ["kind","the key \"kind\" is missing"],
     ["key","the key \"key\" is missing"],
     ["isDeleted","the key \"isDeleted\" is missing"],
     ["isPurged","the key \"isPurged\" is missing"],
     ["sourceField","the key \"sourceField\" is missing"],
     ["operation","the key \"operation\" is missing"],
     ["createdAt","the key \"createdAt\" is missing"],
     ["categories","the key \"categories\" is missing"],
     ["codesLength","the key \"codesLength\" is missing"],
     ["codesType","the key \"codesType\" is missing"],
     ["sourcePages","the key \"sourcePages\" is missing"],
     ["overlapStrategy","the key \"overlapStrategy\" is missing"],
     ["overlapLabel","the key \"overlapLabel\" is missing"],
     ["intersectionLabels","the key \"intersectionLabels\" is missing"],
     ["uncoveredLabel","the key \"uncoveredLabel\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",199],
     ["source",60],
     ["kind",61],
     ["key",432],
     ["isDeleted",72],
     ["isPurged",72],
     ["operation",203],
     ["createdAt",204],
     ["sourceField",213],
     ["categories",349],
     ["codesLength",219],
     ["codesType",351],
     ["sourcePages",82],
     ["overlapStrategy",88],
     ["overlapLabel",222],
     ["intersectionLabels",83],
     ["uncoveredLabel",222]
    ]
   },
   {"ref":435},
   {"type":"object","x-rule":"overlays.shape","if":198,"then":434,"else":436},
   {"ref":437},
   {"type":"array","x-rule":"overlays.shape","items":438},
   {
    "type":"object",
    "required":[
     ["renames","the key \"renames\" is missing"],
     ["deletedFields","the key \"deletedFields\" is missing"],
     ["userDefinedFields","the key \"userDefinedFields\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"overlays.shape","required":"overlays.required","additionalProperties":"payload.closed"},
    "properties":[["renames",193],["deletedFields",196],["userDefinedFields",439]]
   },
   {"type":"string","minLength":1,"x-rule":"meta.shape","x-advice":206},
   {"ref":441},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["type","the key \"type\" is missing"],
     ["label","the key \"label\" is missing"],
     ["enabled","the key \"enabled\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["fieldKey","the key \"fieldKey\" is missing"],
     ["fieldSource","the key \"fieldSource\" is missing"],
     ["categoryName","the key \"categoryName\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",240],
     ["type",241],
     ["label",237],
     ["enabled",157],
     ["cellCount",242],
     ["fieldKey",442],
     ["fieldSource",159],
     ["categoryName",246]
    ]
   },
   {"ref":443},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["type","the key \"type\" is missing"],
     ["label","the key \"label\" is missing"],
     ["enabled","the key \"enabled\" is missing"],
     ["cellCount","the key \"cellCount\" is missing"],
     ["fieldKey","the key \"fieldKey\" is missing"],
     ["fieldSource","the key \"fieldSource\" is missing"],
     ["rangeMin","the key \"rangeMin\" is missing"],
     ["rangeMax","the key \"rangeMax\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[
     ["id",240],
     ["type",241],
     ["label",237],
     ["enabled",157],
     ["cellCount",242],
     ["fieldKey",442],
     ["fieldSource",159],
     ["rangeMin",252],
     ["rangeMax",252]
    ]
   },
   {"ref":445},
   {"if":250,"then":446,"else":256},
   {"type":"object","x-rule":"meta.shape","if":239,"then":444,"else":447},
   {"ref":448},
   {"type":"array","x-rule":"meta.shape","items":449},
   {
    "type":"object",
    "required":[
     ["id","the key \"id\" is missing"],
     ["name","the key \"name\" is missing"],
     ["color","the key \"color\" is missing"],
     ["highlightedGroups","the key \"highlightedGroups\" is missing"]
    ],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[["id",233],["name",237],["color",238],["highlightedGroups",450]]
   },
   {"ref":451},
   {"type":"array","minItems":1,"x-rule":{"type":"meta.shape","minItems":"meta.required"},"items":452},
   {
    "type":"object",
    "required":[["pages","the key \"pages\" is missing"],["activePageId","the key \"activePageId\" is missing"]],
    "additionalProperties":false,
    "x-rule":{"type":"meta.shape","required":"meta.required","additionalProperties":"payload.closed"},
    "properties":[["pages",453],["activePageId",233]]
   },
   {"type":"object"},
   {"not":455,"x-rule":"snapshots.object-entry"},
   {"type":"string","minLength":1},
   {"required":[["url","the key \"url\" is missing"]],"properties":[["url",457]]},
   {"required":[["path","the key \"path\" is missing"]],"properties":[["path",457]]},
   {"required":[["href","the key \"href\" is missing"]],"properties":[["href",457]]},
   {"required":[["file","the key \"file\" is missing"]],"properties":[["file",457]]},
   {"required":[["filename","the key \"filename\" is missing"]],"properties":[["filename",457]]},
   {"required":[["name","the key \"name\" is missing"]],"properties":[["name",457]]},
   {"x-rule":"snapshots.entry","anyOf":[458,459,460,461,462,463]},
   {"type":["string","null"],"x-rule":"snapshots.entry"},
   {
    "type":["string","object"],
    "x-rule":"snapshots.entry",
    "x-unknown":"snapshots.unknown-key",
    "x-advice":456,
    "if":455,
    "then":464,
    "properties":[["url",465],["path",465],["href",465],["file",465],["filename",465],["name",465]]
   },
   {"ref":466},
   {"required":[["files","the key \"files\" is missing"]]},
   {"required":[["snapshots","the key \"snapshots\" is missing"]]},
   {"anyOf":[468,469]},
   {"required":[["states","the key \"states\" is missing"]],"x-rule":"snapshots.root"},
   {"type":"array","x-rule":"snapshots.root","items":467},
   {"ref":472},
   {"not":146,"x-rule":"snapshots.alias-key"},
   {"ref":472,"x-advice":474},
   {
    "type":["array","object"],
    "x-rule":"snapshots.root",
    "x-unknown":"snapshots.unknown-key",
    "items":467,
    "if":470,
    "else":471,
    "properties":[["states",473],["files",475],["snapshots",475]]
   }
  ],
  "roots":{
   "manifest":35,
   "artifact-table-header":48,
   "core-field-overlays":95,
   "core-state":130,
   "ui-dockable-layout":140,
   "analysis-windows":151,
   "highlights-meta":171,
   "manifest-2":188,
   "core-field-overlays-2":231,
   "highlights-meta-2":264,
   "cache-inventory":267,
   "opaque":268,
   "manifest-3":330,
   "core-field-overlays-3":336,
   "manifest-4":342,
   "core-field-overlays-4":357,
   "highlights-meta-4":371,
   "manifest-5":430,
   "core-field-overlays-5":440,
   "highlights-meta-5":454,
   "state-snapshots":476
  }
 },
 "text":{
  "classes":{
   "control":[
    [0,0],
    [1,8],
    [9,9],
    [10,10],
    [11,12],
    [13,13],
    [14,26],
    [27,27],
    [28,31],
    [127,127],
    [128,132],
    [133,133],
    [134,154],
    [155,155],
    [156,159],
    [8232,8232],
    [8233,8233]
   ],
   "bidi":[
    [1564,1564],
    [8206,8206],
    [8207,8207],
    [8234,8234],
    [8235,8235],
    [8236,8236],
    [8237,8237],
    [8238,8238],
    [8294,8294],
    [8295,8295],
    [8296,8296],
    [8297,8297]
   ],
   "invisible":[
    [173,173],
    [847,847],
    [4447,4448],
    [6068,6069],
    [6155,6159],
    [8203,8203],
    [8288,8288],
    [8289,8292],
    [8293,8293],
    [8298,8303],
    [10240,10240],
    [12644,12644],
    [65279,65279],
    [65440,65440],
    [65520,65528],
    [65529,65531],
    [113824,113827],
    [119155,119162],
    [917504,917759],
    [918000,921599]
   ],
   "joiner":[[8204,8204],[8205,8205],[65024,65039],[917760,917999]]
  },
  "names":[
   [0,0,"NUL"],
   [1,8,"C0 control"],
   [9,9,"tab"],
   [10,10,"line feed"],
   [11,12,"C0 control"],
   [13,13,"carriage return"],
   [14,26,"C0 control"],
   [27,27,"escape"],
   [28,31,"C0 control"],
   [127,127,"delete"],
   [128,132,"C1 control"],
   [133,133,"next line"],
   [134,154,"C1 control"],
   [155,155,"control sequence introducer"],
   [156,159,"C1 control"],
   [173,173,"soft hyphen"],
   [847,847,"combining grapheme joiner"],
   [1564,1564,"Arabic letter mark"],
   [4447,4448,"Hangul filler"],
   [6068,6069,"Khmer inherent vowel"],
   [6155,6159,"Mongolian selector or separator"],
   [8203,8203,"zero width space"],
   [8204,8204,"zero width non-joiner"],
   [8205,8205,"zero width joiner"],
   [8206,8206,"left-to-right mark"],
   [8207,8207,"right-to-left mark"],
   [8232,8232,"line separator"],
   [8233,8233,"paragraph separator"],
   [8234,8234,"left-to-right embedding"],
   [8235,8235,"right-to-left embedding"],
   [8236,8236,"pop directional formatting"],
   [8237,8237,"left-to-right override"],
   [8238,8238,"right-to-left override"],
   [8288,8288,"word joiner"],
   [8289,8292,"invisible operator"],
   [8293,8293,"reserved as ignorable"],
   [8294,8294,"left-to-right isolate"],
   [8295,8295,"right-to-left isolate"],
   [8296,8296,"first strong isolate"],
   [8297,8297,"pop directional isolate"],
   [8298,8303,"deprecated format character"],
   [10240,10240,"blank Braille pattern"],
   [12644,12644,"Hangul filler"],
   [65024,65039,"variation selector"],
   [65279,65279,"zero width no-break space"],
   [65440,65440,"halfwidth Hangul filler"],
   [65520,65528,"reserved as ignorable"],
   [65529,65531,"interlinear annotation"],
   [113824,113827,"shorthand format control"],
   [119155,119162,"musical format control"],
   [917504,917759,"tag character"],
   [917760,917999,"variation selector"],
   [918000,921599,"reserved as ignorable"]
  ],
  "joinersInARow":2,
  "marksInARow":4,
  "folds":"\u00b5\t\u03bc\t\u00df\tss\t\u0149\t\u02bcn\t\u017f\ts\t\u01f0\tj\u030c\t\u0345\t\u03b9\t\u0390\t\u03b9\u0308\u0301\t\u03b0\t\u03c5\u0308\u0301\t\u03c2\t\u03c3\t\u03d0\t\u03b2\t\u03d1\t\u03b8\t\u03d5\t\u03c6\t\u03d6\t\u03c0\t\u03f0\t\u03ba\t\u03f1\t\u03c1\t\u03f5\t\u03b5\t\u0587\t\u0565\u0582\t\u13a0\t\u13a0\t\u13a1\t\u13a1\t\u13a2\t\u13a2\t\u13a3\t\u13a3\t\u13a4\t\u13a4\t\u13a5\t\u13a5\t\u13a6\t\u13a6\t\u13a7\t\u13a7\t\u13a8\t\u13a8\t\u13a9\t\u13a9\t\u13aa\t\u13aa\t\u13ab\t\u13ab\t\u13ac\t\u13ac\t\u13ad\t\u13ad\t\u13ae\t\u13ae\t\u13af\t\u13af\t\u13b0\t\u13b0\t\u13b1\t\u13b1\t\u13b2\t\u13b2\t\u13b3\t\u13b3\t\u13b4\t\u13b4\t\u13b5\t\u13b5\t\u13b6\t\u13b6\t\u13b7\t\u13b7\t\u13b8\t\u13b8\t\u13b9\t\u13b9\t\u13ba\t\u13ba\t\u13bb\t\u13bb\t\u13bc\t\u13bc\t\u13bd\t\u13bd\t\u13be\t\u13be\t\u13bf\t\u13bf\t\u13c0\t\u13c0\t\u13c1\t\u13c1\t\u13c2\t\u13c2\t\u13c3\t\u13c3\t\u13c4\t\u13c4\t\u13c5\t\u13c5\t\u13c6\t\u13c6\t\u13c7\t\u13c7\t\u13c8\t\u13c8\t\u13c9\t\u13c9\t\u13ca\t\u13ca\t\u13cb\t\u13cb\t\u13cc\t\u13cc\t\u13cd\t\u13cd\t\u13ce\t\u13ce\t\u13cf\t\u13cf\t\u13d0\t\u13d0\t\u13d1\t\u13d1\t\u13d2\t\u13d2\t\u13d3\t\u13d3\t\u13d4\t\u13d4\t\u13d5\t\u13d5\t\u13d6\t\u13d6\t\u13d7\t\u13d7\t\u13d8\t\u13d8\t\u13d9\t\u13d9\t\u13da\t\u13da\t\u13db\t\u13db\t\u13dc\t\u13dc\t\u13dd\t\u13dd\t\u13de\t\u13de\t\u13df\t\u13df\t\u13e0\t\u13e0\t\u13e1\t\u13e1\t\u13e2\t\u13e2\t\u13e3\t\u13e3\t\u13e4\t\u13e4\t\u13e5\t\u13e5\t\u13e6\t\u13e6\t\u13e7\t\u13e7\t\u13e8\t\u13e8\t\u13e9\t\u13e9\t\u13ea\t\u13ea\t\u13eb\t\u13eb\t\u13ec\t\u13ec\t\u13ed\t\u13ed\t\u13ee\t\u13ee\t\u13ef\t\u13ef\t\u13f0\t\u13f0\t\u13f1\t\u13f1\t\u13f2\t\u13f2\t\u13f3\t\u13f3\t\u13f4\t\u13f4\t\u13f5\t\u13f5\t\u13f8\t\u13f0\t\u13f9\t\u13f1\t\u13fa\t\u13f2\t\u13fb\t\u13f3\t\u13fc\t\u13f4\t\u13fd\t\u13f5\t\u1c80\t\u0432\t\u1c81\t\u0434\t\u1c82\t\u043e\t\u1c83\t\u0441\t\u1c84\t\u0442\t\u1c85\t\u0442\t\u1c86\t\u044a\t\u1c87\t\u0463\t\u1c88\t\ua64b\t\u1e96\th\u0331\t\u1e97\tt\u0308\t\u1e98\tw\u030a\t\u1e99\ty\u030a\t\u1e9a\ta\u02be\t\u1e9b\t\u1e61\t\u1e9e\tss\t\u1f50\t\u03c5\u0313\t\u1f52\t\u03c5\u0313\u0300\t\u1f54\t\u03c5\u0313\u0301\t\u1f56\t\u03c5\u0313\u0342\t\u1f80\t\u1f00\u03b9\t\u1f81\t\u1f01\u03b9\t\u1f82\t\u1f02\u03b9\t\u1f83\t\u1f03\u03b9\t\u1f84\t\u1f04\u03b9\t\u1f85\t\u1f05\u03b9\t\u1f86\t\u1f06\u03b9\t\u1f87\t\u1f07\u03b9\t\u1f88\t\u1f00\u03b9\t\u1f89\t\u1f01\u03b9\t\u1f8a\t\u1f02\u03b9\t\u1f8b\t\u1f03\u03b9\t\u1f8c\t\u1f04\u03b9\t\u1f8d\t\u1f05\u03b9\t\u1f8e\t\u1f06\u03b9\t\u1f8f\t\u1f07\u03b9\t\u1f90\t\u1f20\u03b9\t\u1f91\t\u1f21\u03b9\t\u1f92\t\u1f22\u03b9\t\u1f93\t\u1f23\u03b9\t\u1f94\t\u1f24\u03b9\t\u1f95\t\u1f25\u03b9\t\u1f96\t\u1f26\u03b9\t\u1f97\t\u1f27\u03b9\t\u1f98\t\u1f20\u03b9\t\u1f99\t\u1f21\u03b9\t\u1f9a\t\u1f22\u03b9\t\u1f9b\t\u1f23\u03b9\t\u1f9c\t\u1f24\u03b9\t\u1f9d\t\u1f25\u03b9\t\u1f9e\t\u1f26\u03b9\t\u1f9f\t\u1f27\u03b9\t\u1fa0\t\u1f60\u03b9\t\u1fa1\t\u1f61\u03b9\t\u1fa2\t\u1f62\u03b9\t\u1fa3\t\u1f63\u03b9\t\u1fa4\t\u1f64\u03b9\t\u1fa5\t\u1f65\u03b9\t\u1fa6\t\u1f66\u03b9\t\u1fa7\t\u1f67\u03b9\t\u1fa8\t\u1f60\u03b9\t\u1fa9\t\u1f61\u03b9\t\u1faa\t\u1f62\u03b9\t\u1fab\t\u1f63\u03b9\t\u1fac\t\u1f64\u03b9\t\u1fad\t\u1f65\u03b9\t\u1fae\t\u1f66\u03b9\t\u1faf\t\u1f67\u03b9\t\u1fb2\t\u1f70\u03b9\t\u1fb3\t\u03b1\u03b9\t\u1fb4\t\u03ac\u03b9\t\u1fb6\t\u03b1\u0342\t\u1fb7\t\u03b1\u0342\u03b9\t\u1fbc\t\u03b1\u03b9\t\u1fbe\t\u03b9\t\u1fc2\t\u1f74\u03b9\t\u1fc3\t\u03b7\u03b9\t\u1fc4\t\u03ae\u03b9\t\u1fc6\t\u03b7\u0342\t\u1fc7\t\u03b7\u0342\u03b9\t\u1fcc\t\u03b7\u03b9\t\u1fd2\t\u03b9\u0308\u0300\t\u1fd3\t\u03b9\u0308\u0301\t\u1fd6\t\u03b9\u0342\t\u1fd7\t\u03b9\u0308\u0342\t\u1fe2\t\u03c5\u0308\u0300\t\u1fe3\t\u03c5\u0308\u0301\t\u1fe4\t\u03c1\u0313\t\u1fe6\t\u03c5\u0342\t\u1fe7\t\u03c5\u0308\u0342\t\u1ff2\t\u1f7c\u03b9\t\u1ff3\t\u03c9\u03b9\t\u1ff4\t\u03ce\u03b9\t\u1ff6\t\u03c9\u0342\t\u1ff7\t\u03c9\u0342\u03b9\t\u1ffc\t\u03c9\u03b9\t\uab70\t\u13a0\t\uab71\t\u13a1\t\uab72\t\u13a2\t\uab73\t\u13a3\t\uab74\t\u13a4\t\uab75\t\u13a5\t\uab76\t\u13a6\t\uab77\t\u13a7\t\uab78\t\u13a8\t\uab79\t\u13a9\t\uab7a\t\u13aa\t\uab7b\t\u13ab\t\uab7c\t\u13ac\t\uab7d\t\u13ad\t\uab7e\t\u13ae\t\uab7f\t\u13af\t\uab80\t\u13b0\t\uab81\t\u13b1\t\uab82\t\u13b2\t\uab83\t\u13b3\t\uab84\t\u13b4\t\uab85\t\u13b5\t\uab86\t\u13b6\t\uab87\t\u13b7\t\uab88\t\u13b8\t\uab89\t\u13b9\t\uab8a\t\u13ba\t\uab8b\t\u13bb\t\uab8c\t\u13bc\t\uab8d\t\u13bd\t\uab8e\t\u13be\t\uab8f\t\u13bf\t\uab90\t\u13c0\t\uab91\t\u13c1\t\uab92\t\u13c2\t\uab93\t\u13c3\t\uab94\t\u13c4\t\uab95\t\u13c5\t\uab96\t\u13c6\t\uab97\t\u13c7\t\uab98\t\u13c8\t\uab99\t\u13c9\t\uab9a\t\u13ca\t\uab9b\t\u13cb\t\uab9c\t\u13cc\t\uab9d\t\u13cd\t\uab9e\t\u13ce\t\uab9f\t\u13cf\t\uaba0\t\u13d0\t\uaba1\t\u13d1\t\uaba2\t\u13d2\t\uaba3\t\u13d3\t\uaba4\t\u13d4\t\uaba5\t\u13d5\t\uaba6\t\u13d6\t\uaba7\t\u13d7\t\uaba8\t\u13d8\t\uaba9\t\u13d9\t\uabaa\t\u13da\t\uabab\t\u13db\t\uabac\t\u13dc\t\uabad\t\u13dd\t\uabae\t\u13de\t\uabaf\t\u13df\t\uabb0\t\u13e0\t\uabb1\t\u13e1\t\uabb2\t\u13e2\t\uabb3\t\u13e3\t\uabb4\t\u13e4\t\uabb5\t\u13e5\t\uabb6\t\u13e6\t\uabb7\t\u13e7\t\uabb8\t\u13e8\t\uabb9\t\u13e9\t\uabba\t\u13ea\t\uabbb\t\u13eb\t\uabbc\t\u13ec\t\uabbd\t\u13ed\t\uabbe\t\u13ee\t\uabbf\t\u13ef\t\ufb00\tff\t\ufb01\tfi\t\ufb02\tfl\t\ufb03\tffi\t\ufb04\tffl\t\ufb05\tst\t\ufb06\tst\t\ufb13\t\u0574\u0576\t\ufb14\t\u0574\u0565\t\ufb15\t\u0574\u056b\t\ufb16\t\u057e\u0576\t\ufb17\t\u0574\u056d"
 },
 "tableColumns":{"cellIndex":["uint32",4,"cells"],"value":["float32",4,null]}
};
