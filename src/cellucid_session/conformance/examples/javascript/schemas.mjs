// The schemas of the format, made by embed_schemas.mjs from schemas/*.json. Not edited by hand.

export const SCHEMAS = {
  "manifest": {
   "type": "object",
   "required": [
    "datasetFingerprint",
    "chunks"
   ],
   "x-rule": {
    "type": "manifest.root",
    "required": {
     "datasetFingerprint": "manifest.fingerprint-missing",
     "chunks": "manifest.chunks"
    }
   },
   "properties": {
    "createdAt": {
     "type": "string",
     "pattern": "^(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:[.][0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$",
     "x-rule": "manifest.created-at"
    },
    "dataSource": {
     "type": [
      "object",
      "null"
     ],
     "x-rule": "manifest.data-source",
     "properties": {
      "sourceType": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "manifest.data-source"
      },
      "datasetId": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "manifest.data-source"
      },
      "userPath": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "manifest.data-source"
      }
     }
    },
    "datasetFingerprint": {
     "$ref": "#/$defs/fingerprint"
    },
    "cellNames": {
     "type": "object",
     "required": [
      "ordered",
      "unordered"
     ],
     "x-rule": "manifest.cell-names",
     "properties": {
      "ordered": {
       "type": "string",
       "pattern": "^[0-9a-f]{64}$",
       "x-rule": "manifest.cell-names"
      },
      "unordered": {
       "type": "string",
       "pattern": "^[0-9a-f]{64}$",
       "x-rule": "manifest.cell-names"
      }
     }
    },
    "summary": {},
    "chunks": {
     "type": "array",
     "x-rule": "manifest.chunks",
     "items": {
      "$ref": "#/$defs/entry"
     }
    }
   },
   "$defs": {
    "fingerprint": {
     "type": "object",
     "required": [
      "sourceType",
      "datasetId"
     ],
     "x-rule": "manifest.fingerprint",
     "properties": {
      "sourceType": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "manifest.fingerprint"
      },
      "datasetId": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "manifest.fingerprint"
      },
      "cellCount": {
       "$ref": "#/$defs/count"
      },
      "varCount": {
       "$ref": "#/$defs/count"
      }
     }
    },
    "count": {
     "type": "integer",
     "minimum": 0,
     "maximum": 9007199254740991,
     "x-rule": "manifest.fingerprint"
    },
    "entry": {
     "type": "object",
     "required": [
      "id",
      "contributorId",
      "priority",
      "kind",
      "codec",
      "label",
      "datasetDependent"
     ],
     "x-rule": {
      "type": "chunk.entry",
      "required": "chunk.key-missing"
     },
     "properties": {
      "id": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.id"
      },
      "contributorId": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.contributor"
      },
      "priority": {
       "enum": [
        "eager",
        "lazy"
       ],
       "x-rule": "chunk.priority"
      },
      "kind": {
       "enum": [
        "json",
        "binary"
       ],
       "x-rule": "chunk.kind"
      },
      "codec": {
       "enum": [
        "none",
        "gzip"
       ],
       "x-rule": "chunk.codec"
      },
      "label": {
       "type": "string",
       "x-rule": "chunk.label"
      },
      "datasetDependent": {
       "type": "boolean",
       "x-rule": "chunk.dataset-dependent"
      },
      "storedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 536870912,
       "x-rule": "chunk.stored-bytes"
      },
      "uncompressedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 536870912,
       "x-rule": "chunk.uncompressed-bytes"
      },
      "dependsOn": {
       "type": "array",
       "x-rule": "chunk.depends-on",
       "items": {
        "type": "string",
        "x-rule": "chunk.depends-on"
       }
      }
     }
    }
   }
  },
  "core-field-overlays": {
   "type": "object",
   "x-rule": "overlays.shape",
   "properties": {
    "renames": {
     "type": [
      "object",
      "null"
     ],
     "x-rule": "overlays.shape",
     "properties": {
      "fields": {
       "$ref": "#/$defs/texts"
      },
      "categories": {
       "$ref": "#/$defs/texts"
      }
     }
    },
    "deletedFields": {
     "type": [
      "object",
      "null"
     ],
     "x-rule": "overlays.shape",
     "properties": {
      "deleted": {
       "$ref": "#/$defs/keys"
      },
      "purged": {
       "$ref": "#/$defs/keys"
      }
     }
    },
    "userDefinedFields": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "$ref": "#/$defs/field"
     }
    }
   },
   "$defs": {
    "texts": {
     "type": "object",
     "x-rule": "overlays.shape",
     "additionalProperties": {
      "type": "string",
      "x-rule": "overlays.shape"
     }
    },
    "keys": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "type": "string",
      "x-rule": "overlays.shape"
     }
    },
    "text": {
     "type": [
      "string",
      "null"
     ],
     "x-rule": "overlays.shape"
    },
    "flag": {
     "type": "boolean",
     "x-rule": "overlays.shape"
    },
    "open": {
     "type": [
      "object",
      "null"
     ],
     "x-rule": "overlays.shape"
    },
    "field": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key"
     ],
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required"
     },
     "if": {
      "required": [
       "kind"
      ],
      "properties": {
       "kind": {
        "const": "category"
       }
      }
     },
     "then": {
      "required": [
       "categories"
      ],
      "x-rule": "overlays.required"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*[^\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.required"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "type": "string",
       "pattern": "^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*[^\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.required"
       }
      },
      "categories": {
       "type": "array",
       "x-rule": "overlays.shape",
       "items": {
        "$ref": "#/$defs/category"
       }
      },
      "isDeleted": {
       "$ref": "#/$defs/flag"
      },
      "isPurged": {
       "$ref": "#/$defs/flag"
      },
      "codesLength": {
       "type": "integer",
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "codesType": {
       "enum": [
        "Uint8Array",
        "Uint16Array"
       ],
       "x-rule": "overlays.shape"
      },
      "centroidsByDim": {
       "type": "object",
       "x-rule": "overlays.shape",
       "additionalProperties": {
        "type": "array",
        "x-rule": "overlays.shape",
        "items": {
         "$ref": "#/$defs/centroid"
        }
       }
      },
      "normalizedDims": {
       "type": "array",
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "$ref": "#/$defs/open"
      },
      "operation": {
       "$ref": "#/$defs/open"
      },
      "sourcePages": {
       "type": "array",
       "x-rule": "overlays.shape",
       "items": {
        "$ref": "#/$defs/page"
       }
      },
      "overlapStrategy": {
       "enum": [
        "first",
        "last",
        "overlap-label",
        "intersections"
       ],
       "x-rule": "overlays.shape"
      },
      "overlapLabel": {
       "$ref": "#/$defs/text"
      },
      "intersectionLabels": {
       "type": [
        "object",
        "null"
       ],
       "x-rule": "overlays.shape",
       "additionalProperties": {
        "type": "string",
        "x-rule": "overlays.shape"
       }
      },
      "uncoveredLabel": {
       "$ref": "#/$defs/text"
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "x-rule": "overlays.shape"
      }
     }
    },
    "category": {
     "type": "string",
     "x-rule": "overlays.shape"
    },
    "centroid": {
     "type": "object",
     "x-rule": "overlays.shape",
     "properties": {
      "category": {
       "type": "string",
       "x-rule": "overlays.shape"
      },
      "position": {
       "type": "array",
       "x-rule": "overlays.shape",
       "items": {
        "type": [
         "number",
         "null"
        ],
        "x-rule": "overlays.shape"
       }
      },
      "n_points": {
       "type": "integer",
       "minimum": 0,
       "x-rule": "overlays.shape"
      }
     }
    },
    "page": {
     "type": "object",
     "x-rule": "overlays.shape",
     "properties": {
      "pageId": {
       "type": "string",
       "x-rule": "overlays.shape"
      },
      "label": {
       "type": "string",
       "x-rule": "overlays.shape"
      }
     }
    }
   }
  },
  "core-state": {
   "type": "object",
   "x-rule": "state.shape",
   "properties": {
    "camera": {
     "$ref": "#/$defs/open"
    },
    "camerasLocked": {
     "$ref": "#/$defs/flag"
    },
    "activeDimensionLevel": {
     "$ref": "#/$defs/number"
    },
    "liveDimensionLevel": {
     "$ref": "#/$defs/number"
    },
    "uiControls": {
     "type": "object",
     "x-rule": "state.shape",
     "additionalProperties": {
      "$ref": "#/$defs/control"
     }
    },
    "filters": {
     "type": "object",
     "x-rule": "state.shape",
     "additionalProperties": {
      "$ref": "#/$defs/filter"
     }
    },
    "activeFields": {
     "$ref": "#/$defs/activeFields"
    },
    "multiview": {
     "type": "object",
     "x-rule": "state.shape",
     "properties": {
      "layout": {
       "type": "object",
       "x-rule": "state.shape",
       "properties": {
        "mode": {
         "enum": [
          "single",
          "grid"
         ],
         "x-rule": "state.shape"
        },
        "activeId": {
         "type": "string",
         "x-rule": "state.shape"
        },
        "liveViewHidden": {
         "$ref": "#/$defs/flag"
        }
       }
      },
      "camerasLocked": {
       "$ref": "#/$defs/flag"
      },
      "liveCameraState": {
       "$ref": "#/$defs/open"
      },
      "snapshots": {
       "type": "array",
       "x-rule": "state.shape",
       "items": {
        "$ref": "#/$defs/snapshot"
       }
      }
     }
    }
   },
   "$defs": {
    "open": {
     "type": [
      "object",
      "null"
     ],
     "x-rule": "state.shape"
    },
    "flag": {
     "type": "boolean",
     "x-rule": "state.shape"
    },
    "text": {
     "type": [
      "string",
      "null"
     ],
     "x-rule": "state.shape"
    },
    "number": {
     "type": [
      "number",
      "null"
     ],
     "x-rule": "state.shape"
    },
    "source": {
     "enum": [
      "obs",
      "var",
      null
     ],
     "x-rule": "state.shape"
    },
    "control": {
     "type": "object",
     "x-rule": "state.shape",
     "properties": {
      "type": {
       "enum": [
        "checkbox",
        "range",
        "number",
        "color",
        "text",
        "select",
        "details"
       ],
       "x-rule": "state.shape"
      },
      "checked": {
       "$ref": "#/$defs/flag"
      },
      "value": {
       "type": "string",
       "x-rule": "state.shape"
      },
      "open": {
       "$ref": "#/$defs/flag"
      }
     }
    },
    "filter": {
     "type": "object",
     "x-rule": "state.shape",
     "properties": {
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "state.shape"
      },
      "filterEnabled": {
       "$ref": "#/$defs/flag"
      },
      "visibility": {
       "type": "object",
       "x-rule": "state.shape",
       "additionalProperties": {
        "$ref": "#/$defs/flag"
       }
      },
      "colors": {
       "type": "object",
       "x-rule": "state.shape",
       "additionalProperties": {
        "type": "array",
        "minItems": 3,
        "maxItems": 3,
        "x-rule": "state.shape",
        "items": {
         "$ref": "#/$defs/number"
        }
       }
      },
      "colormapId": {
       "$ref": "#/$defs/text"
      },
      "filter": {
       "$ref": "#/$defs/range"
      },
      "colorRange": {
       "$ref": "#/$defs/range"
      },
      "useLogScale": {
       "$ref": "#/$defs/flag"
      },
      "useFilterColorRange": {
       "$ref": "#/$defs/flag"
      },
      "outlierFilterEnabled": {
       "$ref": "#/$defs/flag"
      },
      "outlierThreshold": {
       "$ref": "#/$defs/number"
      }
     }
    },
    "range": {
     "type": [
      "object",
      "null"
     ],
     "x-rule": "state.shape",
     "properties": {
      "min": {
       "$ref": "#/$defs/number"
      },
      "max": {
       "$ref": "#/$defs/number"
      }
     }
    },
    "activeFields": {
     "type": "object",
     "x-rule": "state.shape",
     "properties": {
      "activeFieldKey": {
       "$ref": "#/$defs/text"
      },
      "activeFieldSource": {
       "$ref": "#/$defs/source"
      },
      "activeVarFieldKey": {
       "$ref": "#/$defs/text"
      }
     }
    },
    "snapshot": {
     "type": "object",
     "x-rule": "state.shape",
     "properties": {
      "id": {
       "type": "string",
       "x-rule": "state.shape"
      },
      "label": {
       "type": "string",
       "x-rule": "state.shape"
      },
      "fieldKey": {
       "$ref": "#/$defs/text"
      },
      "fieldKind": {
       "enum": [
        "category",
        "continuous",
        null
       ],
       "x-rule": "state.shape"
      },
      "meta": {
       "$ref": "#/$defs/open"
      },
      "dimensionLevel": {
       "$ref": "#/$defs/number"
      },
      "cameraState": {
       "$ref": "#/$defs/open"
      },
      "activeFields": {
       "$ref": "#/$defs/activeFields"
      },
      "filters": {
       "type": [
        "object",
        "null"
       ],
       "x-rule": "state.shape",
       "additionalProperties": {
        "$ref": "#/$defs/filter"
       }
      },
      "outlierThreshold": {
       "$ref": "#/$defs/number"
      }
     }
    }
   }
  },
  "ui-dockable-layout": {
   "type": "object",
   "x-rule": "layout.shape",
   "properties": {
    "panels": {
     "type": "array",
     "x-rule": "layout.shape",
     "items": {
      "$ref": "#/$defs/panel"
     }
    }
   },
   "$defs": {
    "panel": {
     "type": "object",
     "x-rule": "layout.shape",
     "properties": {
      "id": {
       "type": "string",
       "x-rule": "layout.shape"
      },
      "open": {
       "type": "boolean",
       "x-rule": "layout.shape"
      },
      "rect": {
       "$ref": "#/$defs/rect"
      },
      "z": {
       "$ref": "#/$defs/number"
      }
     }
    },
    "rect": {
     "type": "object",
     "x-rule": "layout.shape",
     "properties": {
      "left": {
       "$ref": "#/$defs/number"
      },
      "top": {
       "$ref": "#/$defs/number"
      },
      "width": {
       "$ref": "#/$defs/number"
      },
      "height": {
       "$ref": "#/$defs/number"
      }
     }
    },
    "number": {
     "type": [
      "number",
      "null"
     ],
     "x-rule": "layout.shape"
    }
   }
  },
  "analysis-windows": {
   "type": "object",
   "x-rule": "windows.shape",
   "properties": {
    "windows": {
     "type": "array",
     "x-rule": "windows.shape",
     "items": {
      "$ref": "#/$defs/window"
     }
    }
   },
   "$defs": {
    "window": {
     "type": "object",
     "x-rule": "windows.shape",
     "properties": {
      "modeId": {
       "type": "string",
       "x-rule": "windows.shape"
      },
      "rect": {
       "$ref": "#/$defs/rect"
      },
      "settings": {},
      "headerTitle": {
       "type": "string",
       "x-rule": "windows.shape"
      },
      "headerDesc": {
       "type": "string",
       "x-rule": "windows.shape"
      },
      "constraints": {
       "type": [
        "object",
        "null"
       ],
       "x-rule": "windows.shape"
      }
     }
    },
    "rect": {
     "type": "object",
     "x-rule": "windows.shape",
     "properties": {
      "left": {
       "$ref": "#/$defs/number"
      },
      "top": {
       "$ref": "#/$defs/number"
      },
      "width": {
       "$ref": "#/$defs/number"
      },
      "height": {
       "$ref": "#/$defs/number"
      }
     }
    },
    "number": {
     "type": [
      "number",
      "null"
     ],
     "x-rule": "windows.shape"
    }
   }
  },
  "highlights-meta": {
   "type": "object",
   "x-rule": "meta.shape",
   "properties": {
    "pages": {
     "type": "array",
     "x-rule": "meta.shape",
     "items": {
      "$ref": "#/$defs/page"
     }
    },
    "activePageId": {
     "type": [
      "string",
      "null"
     ],
     "x-rule": "meta.shape"
    },
    "activePageName": {
     "type": [
      "string",
      "null"
     ],
     "x-rule": "meta.shape"
    }
   },
   "$defs": {
    "page": {
     "type": "object",
     "required": [
      "id",
      "highlightedGroups"
     ],
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*[^\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.required"
       }
      },
      "name": {
       "type": "string",
       "x-rule": "meta.shape"
      },
      "color": {
       "type": [
        "string",
        "null"
       ],
       "pattern": "^#[0-9A-Fa-f]{6}$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.color"
       }
      },
      "highlightedGroups": {
       "type": "array",
       "x-rule": "meta.shape",
       "items": {
        "$ref": "#/$defs/group"
       }
      }
     }
    },
    "group": {
     "type": "object",
     "required": [
      "id"
     ],
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*[^\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.required"
       }
      },
      "type": {
       "type": "string",
       "x-rule": "meta.shape"
      },
      "label": {
       "type": "string",
       "x-rule": "meta.shape"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "fieldKey": {
       "type": "string",
       "x-rule": "meta.shape"
      },
      "fieldIndex": {
       "type": "integer",
       "x-rule": "meta.shape"
      },
      "fieldSource": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "meta.shape"
      },
      "categoryIndex": {
       "type": "integer",
       "x-rule": "meta.shape"
      },
      "categoryName": {
       "type": "string",
       "x-rule": "meta.shape"
      },
      "rangeMin": {
       "$ref": "#/$defs/bound"
      },
      "rangeMax": {
       "$ref": "#/$defs/bound"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 0,
       "x-rule": "meta.shape"
      }
     }
    },
    "bound": {
     "type": [
      "number",
      "null"
     ],
     "x-rule": "meta.shape"
    }
   }
  },
  "artifact-table-header": {
   "type": "object",
   "required": [
    "rowCount",
    "columns"
   ],
   "x-rule": "table.header",
   "properties": {
    "rowCount": {
     "type": "integer",
     "minimum": 0,
     "maximum": 9007199254740991,
     "x-rule": "table.header"
    },
    "columns": {
     "type": "array",
     "minItems": 2,
     "maxItems": 2,
     "x-rule": {
      "type": "table.header",
      "minItems": "table.columns",
      "maxItems": "table.columns"
     },
     "prefixItems": [
      {
       "$ref": "#/$defs/column",
       "required": [
        "encoding"
       ],
       "x-rule": "table.columns",
       "properties": {
        "name": {
         "const": "cellIndex",
         "x-rule": "table.columns"
        },
        "dtype": {
         "const": "uint32",
         "x-rule": "table.columns"
        },
        "encoding": {
         "const": "raw",
         "x-rule": "table.columns"
        }
       }
      },
      {
       "$ref": "#/$defs/column",
       "required": [
        "encoding"
       ],
       "x-rule": "table.columns",
       "properties": {
        "name": {
         "const": "value",
         "x-rule": "table.columns"
        },
        "dtype": {
         "const": "float32",
         "x-rule": "table.columns"
        },
        "encoding": {
         "const": "raw",
         "x-rule": "table.columns"
        }
       }
      }
     ],
     "items": {
      "$ref": "#/$defs/column"
     }
    }
   },
   "$defs": {
    "column": {
     "type": "object",
     "required": [
      "name",
      "dtype",
      "byteLength"
     ],
     "x-rule": "table.header",
     "properties": {
      "name": {
       "type": "string",
       "x-rule": "table.header"
      },
      "dtype": {
       "type": "string",
       "x-rule": "table.header"
      },
      "encoding": {
       "type": "string",
       "x-rule": "table.header"
      },
      "byteLength": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "table.header"
      },
      "dictCount": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "table.header"
      }
     }
    }
   }
  },
  "state-snapshots": {
   "type": [
    "array",
    "object"
   ],
   "x-rule": "snapshots.root",
   "items": {
    "$ref": "#/$defs/entry"
   },
   "if": {
    "anyOf": [
     {
      "required": [
       "files"
      ]
     },
     {
      "required": [
       "snapshots"
      ]
     }
    ]
   },
   "else": {
    "required": [
     "states"
    ],
    "x-rule": "snapshots.root"
   },
   "properties": {
    "states": {
     "$ref": "#/$defs/list"
    },
    "files": {
     "$ref": "#/$defs/list"
    },
    "snapshots": {
     "$ref": "#/$defs/list"
    }
   },
   "$defs": {
    "list": {
     "type": "array",
     "x-rule": "snapshots.root",
     "items": {
      "$ref": "#/$defs/entry"
     }
    },
    "entry": {
     "type": [
      "string",
      "object"
     ],
     "x-rule": "snapshots.entry",
     "if": {
      "type": "object"
     },
     "then": {
      "x-rule": "snapshots.entry",
      "anyOf": [
       {
        "required": [
         "url"
        ],
        "properties": {
         "url": {
          "type": "string",
          "minLength": 1
         }
        }
       },
       {
        "required": [
         "path"
        ],
        "properties": {
         "path": {
          "type": "string",
          "minLength": 1
         }
        }
       },
       {
        "required": [
         "href"
        ],
        "properties": {
         "href": {
          "type": "string",
          "minLength": 1
         }
        }
       },
       {
        "required": [
         "file"
        ],
        "properties": {
         "file": {
          "type": "string",
          "minLength": 1
         }
        }
       },
       {
        "required": [
         "filename"
        ],
        "properties": {
         "filename": {
          "type": "string",
          "minLength": 1
         }
        }
       },
       {
        "required": [
         "name"
        ],
        "properties": {
         "name": {
          "type": "string",
          "minLength": 1
         }
        }
       }
      ]
     },
     "properties": {
      "url": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "snapshots.entry"
      },
      "path": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "snapshots.entry"
      },
      "href": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "snapshots.entry"
      },
      "file": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "snapshots.entry"
      },
      "filename": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "snapshots.entry"
      },
      "name": {
       "type": [
        "string",
        "null"
       ],
       "x-rule": "snapshots.entry"
      }
     }
    }
   }
  },
  "manifest-2": {
   "type": "object",
   "required": [
    "createdAt",
    "datasetFingerprint",
    "chunks"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "manifest.root",
    "required": {
     "createdAt": "manifest.key-missing",
     "datasetFingerprint": "manifest.fingerprint-missing",
     "chunks": "manifest.chunks"
    },
    "additionalProperties": "manifest.closed"
   },
   "properties": {
    "createdAt": {
     "type": "string",
     "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$",
     "x-rule": "manifest.created-at"
    },
    "datasetFingerprint": {
     "$ref": "#/$defs/fingerprint"
    },
    "chunks": {
     "type": "array",
     "x-rule": "manifest.chunks",
     "items": {
      "$ref": "#/$defs/entry"
     }
    }
   },
   "$defs": {
    "fingerprint": {
     "type": "object",
     "required": [
      "sourceType",
      "datasetId",
      "cellCount",
      "varCount"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.fingerprint",
     "properties": {
      "sourceType": {
       "$ref": "#/$defs/name"
      },
      "datasetId": {
       "$ref": "#/$defs/name"
      },
      "cellCount": {
       "$ref": "#/$defs/count"
      },
      "varCount": {
       "$ref": "#/$defs/count"
      },
      "cellOrder": {
       "$ref": "#/$defs/cellOrder"
      }
     }
    },
    "name": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "manifest.fingerprint"
    },
    "count": {
     "type": "integer",
     "minimum": 0,
     "maximum": 4294967295,
     "x-rule": "manifest.fingerprint"
    },
    "cellOrder": {
     "type": "object",
     "required": [
      "dimension",
      "digest"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.cell-order",
     "properties": {
      "dimension": {
       "enum": [
        1,
        2,
        3
       ],
       "x-rule": "manifest.cell-order"
      },
      "digest": {
       "$ref": "#/$defs/digest"
      }
     }
    },
    "digest": {
     "type": "string",
     "pattern": "^[0-9a-f]{16}$",
     "x-rule": "manifest.cell-order"
    },
    "entry": {
     "type": "object",
     "required": [
      "id",
      "contributorId",
      "priority",
      "kind",
      "codec",
      "label",
      "datasetDependent",
      "storedBytes",
      "uncompressedBytes"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "chunk.entry",
      "required": {
       "id": "chunk.key-missing",
       "contributorId": "chunk.key-missing",
       "priority": "chunk.key-missing",
       "kind": "chunk.key-missing",
       "codec": "chunk.key-missing",
       "label": "chunk.key-missing",
       "datasetDependent": "chunk.key-missing",
       "storedBytes": "chunk.size-missing",
       "uncompressedBytes": "chunk.size-missing"
      },
      "additionalProperties": "manifest.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.id"
      },
      "contributorId": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.contributor"
      },
      "priority": {
       "enum": [
        "eager",
        "lazy"
       ],
       "x-rule": "chunk.priority"
      },
      "kind": {
       "enum": [
        "json",
        "binary"
       ],
       "x-rule": "chunk.kind"
      },
      "codec": {
       "enum": [
        "none",
        "gzip"
       ],
       "x-rule": "chunk.codec"
      },
      "label": {
       "type": "string",
       "x-rule": "chunk.label"
      },
      "datasetDependent": {
       "type": "boolean",
       "x-rule": "chunk.dataset-dependent"
      },
      "storedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 536870912,
       "x-rule": "chunk.stored-bytes"
      },
      "uncompressedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 536870912,
       "x-rule": "chunk.uncompressed-bytes"
      }
     }
    }
   }
  },
  "manifest-3": {
   "type": "object",
   "required": [
    "createdAt",
    "datasetFingerprint",
    "chunks"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "manifest.root",
    "required": {
     "createdAt": "manifest.key-missing",
     "datasetFingerprint": "manifest.fingerprint-missing",
     "chunks": "manifest.chunks"
    },
    "additionalProperties": "manifest.closed"
   },
   "properties": {
    "createdAt": {
     "type": "string",
     "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$",
     "x-rule": "manifest.created-at"
    },
    "datasetFingerprint": {
     "$ref": "#/$defs/fingerprint"
    },
    "chunks": {
     "type": "array",
     "x-rule": "manifest.chunks",
     "items": {
      "$ref": "#/$defs/entry"
     }
    }
   },
   "$defs": {
    "fingerprint": {
     "type": "object",
     "required": [
      "sourceType",
      "datasetId",
      "cellCount",
      "varCount",
      "cellOrder",
      "dataMapping"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.fingerprint",
     "properties": {
      "sourceType": {
       "$ref": "#/$defs/name"
      },
      "datasetId": {
       "$ref": "#/$defs/name"
      },
      "cellCount": {
       "$ref": "#/$defs/count"
      },
      "varCount": {
       "$ref": "#/$defs/count"
      },
      "cellOrder": {
       "$ref": "#/$defs/cellOrder"
      },
      "dataMapping": {
       "$ref": "#/$defs/dataMapping"
      }
     }
    },
    "name": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "manifest.fingerprint"
    },
    "count": {
     "type": "integer",
     "minimum": 0,
     "maximum": 4294967295,
     "x-rule": "manifest.fingerprint"
    },
    "cellOrder": {
     "type": "object",
     "required": [
      "embedding",
      "dimension",
      "digest"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.cell-order",
     "properties": {
      "dimension": {
       "enum": [
        1,
        2,
        3
       ],
       "x-rule": "manifest.cell-order"
      },
      "digest": {
       "$ref": "#/$defs/digest"
      },
      "embedding": {
       "$ref": "#/$defs/orderReference"
      }
     }
    },
    "digest": {
     "type": "string",
     "pattern": "^[0-9a-f]{16}$",
     "x-rule": "manifest.cell-order"
    },
    "entry": {
     "type": "object",
     "required": [
      "id",
      "contributorId",
      "priority",
      "kind",
      "codec",
      "label",
      "datasetDependent",
      "storedBytes",
      "uncompressedBytes"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "chunk.entry",
      "required": {
       "id": "chunk.key-missing",
       "contributorId": "chunk.key-missing",
       "priority": "chunk.key-missing",
       "kind": "chunk.key-missing",
       "codec": "chunk.key-missing",
       "label": "chunk.key-missing",
       "datasetDependent": "chunk.key-missing",
       "storedBytes": "chunk.size-missing",
       "uncompressedBytes": "chunk.size-missing"
      },
      "additionalProperties": "manifest.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.id"
      },
      "contributorId": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.contributor"
      },
      "priority": {
       "enum": [
        "eager",
        "lazy"
       ],
       "x-rule": "chunk.priority"
      },
      "kind": {
       "enum": [
        "json",
        "binary"
       ],
       "x-rule": "chunk.kind"
      },
      "codec": {
       "enum": [
        "none",
        "gzip"
       ],
       "x-rule": "chunk.codec"
      },
      "label": {
       "type": "string",
       "x-rule": "chunk.label"
      },
      "datasetDependent": {
       "type": "boolean",
       "x-rule": "chunk.dataset-dependent"
      },
      "storedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 536870912,
       "x-rule": "chunk.stored-bytes"
      },
      "uncompressedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 536870912,
       "x-rule": "chunk.uncompressed-bytes"
      }
     }
    },
    "orderReference": {
     "type": "object",
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.cell-order",
     "properties": {
      "key": {
       "type": "string",
       "minLength": 1,
       "x-rule": "manifest.cell-order"
      },
      "columns": {
       "type": [
        "array",
        "null"
       ],
       "minItems": 1,
       "maxItems": 3,
       "x-rule": "manifest.cell-order",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.cell-order"
       }
      }
     }
    },
    "dataMapping": {
     "type": "object",
     "required": [
      "kind"
     ],
     "x-rule": "manifest.data-mapping",
     "properties": {
      "kind": {
       "enum": [
        "anndata",
        "export"
       ],
       "x-rule": "manifest.data-mapping"
      }
     },
     "if": {
      "required": [
       "kind"
      ],
      "properties": {
       "kind": {
        "const": "export"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/exportMapping"
     },
     "else": {
      "$ref": "#/$defs/anndataMapping"
     }
    },
    "exportReference": {
     "type": "object",
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "null",
       "x-rule": "manifest.data-mapping"
      }
     }
    },
    "exportDefault": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "null",
       "x-rule": "manifest.data-mapping"
      }
     }
    },
    "exportMapping": {
     "type": "object",
     "required": [
      "kind",
      "embeddings",
      "geneNames",
      "vectorFields"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "kind": {
       "const": "export",
       "x-rule": "manifest.data-mapping"
      },
      "embeddings": {
       "type": "object",
       "required": [
        "enabled",
        "defaults"
       ],
       "additionalProperties": false,
       "x-rule": "manifest.data-mapping",
       "properties": {
        "enabled": {
         "type": "array",
         "minItems": 1,
         "x-rule": "manifest.data-mapping",
         "items": {
          "$ref": "#/$defs/exportReference"
         }
        },
        "defaults": {
         "type": "object",
         "required": [
          "1d",
          "2d",
          "3d"
         ],
         "additionalProperties": false,
         "x-rule": "manifest.data-mapping",
         "properties": {
          "1d": {
           "$ref": "#/$defs/exportDefault"
          },
          "2d": {
           "$ref": "#/$defs/exportDefault"
          },
          "3d": {
           "$ref": "#/$defs/exportDefault"
          }
         }
        }
       }
      },
      "geneNames": {
       "$ref": "#/$defs/geneNames"
      },
      "vectorFields": {
       "type": "array",
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "object",
        "required": [
         "field",
         "embedding"
        ],
        "additionalProperties": false,
        "x-rule": "manifest.data-mapping",
        "properties": {
         "field": {
          "$ref": "#/$defs/text"
         },
         "embedding": {
          "$ref": "#/$defs/exportReference"
         }
        }
       }
      }
     }
    },
    "text": {
     "type": "string",
     "minLength": 1,
     "x-rule": "manifest.data-mapping"
    },
    "optionalText": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "manifest.data-mapping"
    },
    "geneNames": {
     "type": "string",
     "anyOf": [
      {
       "enum": [
        "index"
       ]
      },
      {
       "pattern": "^column:(?:[^A]|A)"
      }
     ],
     "x-rule": "manifest.data-mapping"
    },
    "expression": {
     "type": [
      "string",
      "null"
     ],
     "anyOf": [
      {
       "type": "null"
      },
      {
       "enum": [
        "X",
        "raw"
       ]
      },
      {
       "type": "string",
       "pattern": "^layer:(?:[^A]|A)"
      }
     ],
     "x-rule": "manifest.data-mapping"
    },
    "reference": {
     "type": "object",
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 1,
       "maxItems": 3,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference1": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 1,
       "maxItems": 1,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference2": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 2,
       "maxItems": 2,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference3": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 3,
       "maxItems": 3,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "anndataMapping": {
     "type": "object",
     "required": [
      "kind",
      "embeddings",
      "knn",
      "geneNames",
      "expression",
      "latent",
      "vectorFields"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "kind": {
       "const": "anndata",
       "x-rule": "manifest.data-mapping"
      },
      "embeddings": {
       "type": "object",
       "required": [
        "enabled",
        "defaults"
       ],
       "additionalProperties": false,
       "x-rule": "manifest.data-mapping",
       "properties": {
        "enabled": {
         "type": "array",
         "minItems": 1,
         "x-rule": "manifest.data-mapping",
         "items": {
          "$ref": "#/$defs/reference"
         }
        },
        "defaults": {
         "type": "object",
         "required": [
          "1d",
          "2d",
          "3d"
         ],
         "additionalProperties": false,
         "x-rule": "manifest.data-mapping",
         "properties": {
          "1d": {
           "$ref": "#/$defs/reference1"
          },
          "2d": {
           "$ref": "#/$defs/reference2"
          },
          "3d": {
           "$ref": "#/$defs/reference3"
          }
         }
        }
       }
      },
      "knn": {
       "$ref": "#/$defs/optionalText"
      },
      "geneNames": {
       "$ref": "#/$defs/geneNames"
      },
      "expression": {
       "$ref": "#/$defs/expression"
      },
      "latent": {
       "$ref": "#/$defs/optionalText"
      },
      "vectorFields": {
       "type": "array",
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "object",
        "required": [
         "key",
         "embedding"
        ],
        "additionalProperties": false,
        "x-rule": "manifest.data-mapping",
        "properties": {
         "key": {
          "$ref": "#/$defs/text"
         },
         "embedding": {
          "$ref": "#/$defs/reference"
         }
        }
       }
      }
     }
    }
   }
  },
  "manifest-4": {
   "type": "object",
   "required": [
    "createdAt",
    "datasetFingerprint",
    "chunks"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "manifest.root",
    "required": {
     "createdAt": "manifest.key-missing",
     "datasetFingerprint": "manifest.fingerprint-missing",
     "chunks": "manifest.chunks"
    },
    "additionalProperties": "manifest.closed"
   },
   "properties": {
    "createdAt": {
     "type": "string",
     "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$",
     "x-rule": "manifest.created-at"
    },
    "datasetFingerprint": {
     "$ref": "#/$defs/fingerprint"
    },
    "chunks": {
     "type": "array",
     "x-rule": "manifest.chunks",
     "items": {
      "$ref": "#/$defs/entry"
     }
    }
   },
   "$defs": {
    "fingerprint": {
     "type": "object",
     "required": [
      "sourceType",
      "datasetId",
      "cellCount",
      "varCount",
      "cellOrder",
      "dataMapping"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.fingerprint",
     "properties": {
      "sourceType": {
       "$ref": "#/$defs/name"
      },
      "datasetId": {
       "$ref": "#/$defs/name"
      },
      "cellCount": {
       "$ref": "#/$defs/count"
      },
      "varCount": {
       "$ref": "#/$defs/count"
      },
      "cellOrder": {
       "$ref": "#/$defs/cellOrder"
      },
      "dataMapping": {
       "$ref": "#/$defs/dataMapping"
      }
     }
    },
    "name": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "manifest.fingerprint"
    },
    "count": {
     "type": "integer",
     "minimum": 0,
     "maximum": 4294967295,
     "x-rule": "manifest.fingerprint"
    },
    "cellOrder": {
     "type": "object",
     "required": [
      "embedding",
      "dimension",
      "digest"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.cell-order",
     "properties": {
      "dimension": {
       "enum": [
        1,
        2,
        3
       ],
       "x-rule": "manifest.cell-order"
      },
      "digest": {
       "$ref": "#/$defs/digest"
      },
      "embedding": {
       "$ref": "#/$defs/orderReference"
      }
     }
    },
    "digest": {
     "type": "string",
     "pattern": "^[0-9a-f]{16}$",
     "x-rule": "manifest.cell-order"
    },
    "entry": {
     "type": "object",
     "required": [
      "id",
      "contributorId",
      "priority",
      "kind",
      "codec",
      "label",
      "datasetDependent",
      "storedBytes",
      "uncompressedBytes"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "chunk.entry",
      "required": {
       "id": "chunk.key-missing",
       "contributorId": "chunk.key-missing",
       "priority": "chunk.key-missing",
       "kind": "chunk.key-missing",
       "codec": "chunk.key-missing",
       "label": "chunk.key-missing",
       "datasetDependent": "chunk.key-missing",
       "storedBytes": "chunk.size-missing",
       "uncompressedBytes": "chunk.size-missing"
      },
      "additionalProperties": "manifest.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.id"
      },
      "contributorId": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.contributor"
      },
      "priority": {
       "enum": [
        "eager",
        "lazy"
       ],
       "x-rule": "chunk.priority"
      },
      "kind": {
       "enum": [
        "json",
        "binary"
       ],
       "x-rule": "chunk.kind"
      },
      "codec": {
       "enum": [
        "none",
        "gzip"
       ],
       "x-rule": "chunk.codec"
      },
      "label": {
       "type": "string",
       "x-rule": "chunk.label"
      },
      "datasetDependent": {
       "type": "boolean",
       "x-rule": "chunk.dataset-dependent"
      },
      "storedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 4294967295,
       "x-rule": "chunk.stored-bytes"
      },
      "uncompressedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "chunk.uncompressed-bytes"
      }
     }
    },
    "orderReference": {
     "type": "object",
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.cell-order",
     "properties": {
      "key": {
       "type": "string",
       "minLength": 1,
       "x-rule": "manifest.cell-order"
      },
      "columns": {
       "type": [
        "array",
        "null"
       ],
       "minItems": 1,
       "maxItems": 3,
       "x-rule": "manifest.cell-order",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.cell-order"
       }
      }
     }
    },
    "dataMapping": {
     "type": "object",
     "required": [
      "kind"
     ],
     "x-rule": "manifest.data-mapping",
     "properties": {
      "kind": {
       "enum": [
        "anndata",
        "export"
       ],
       "x-rule": "manifest.data-mapping"
      }
     },
     "if": {
      "required": [
       "kind"
      ],
      "properties": {
       "kind": {
        "const": "export"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/exportMapping"
     },
     "else": {
      "$ref": "#/$defs/anndataMapping"
     }
    },
    "exportReference": {
     "type": "object",
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "null",
       "x-rule": "manifest.data-mapping"
      }
     }
    },
    "exportDefault": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "null",
       "x-rule": "manifest.data-mapping"
      }
     }
    },
    "exportMapping": {
     "type": "object",
     "required": [
      "kind",
      "embeddings",
      "geneNames",
      "vectorFields"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "kind": {
       "const": "export",
       "x-rule": "manifest.data-mapping"
      },
      "embeddings": {
       "type": "object",
       "required": [
        "enabled",
        "defaults"
       ],
       "additionalProperties": false,
       "x-rule": "manifest.data-mapping",
       "properties": {
        "enabled": {
         "type": "array",
         "minItems": 1,
         "x-rule": "manifest.data-mapping",
         "items": {
          "$ref": "#/$defs/exportReference"
         }
        },
        "defaults": {
         "type": "object",
         "required": [
          "1d",
          "2d",
          "3d"
         ],
         "additionalProperties": false,
         "x-rule": "manifest.data-mapping",
         "properties": {
          "1d": {
           "$ref": "#/$defs/exportDefault"
          },
          "2d": {
           "$ref": "#/$defs/exportDefault"
          },
          "3d": {
           "$ref": "#/$defs/exportDefault"
          }
         }
        }
       }
      },
      "geneNames": {
       "$ref": "#/$defs/geneNames"
      },
      "vectorFields": {
       "type": "array",
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "object",
        "required": [
         "field",
         "embedding"
        ],
        "additionalProperties": false,
        "x-rule": "manifest.data-mapping",
        "properties": {
         "field": {
          "$ref": "#/$defs/text"
         },
         "embedding": {
          "$ref": "#/$defs/exportReference"
         }
        }
       }
      }
     }
    },
    "text": {
     "type": "string",
     "minLength": 1,
     "x-rule": "manifest.data-mapping"
    },
    "optionalText": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "manifest.data-mapping"
    },
    "geneNames": {
     "type": "string",
     "anyOf": [
      {
       "enum": [
        "index"
       ]
      },
      {
       "pattern": "^column:(?:[^A]|A)"
      }
     ],
     "x-rule": "manifest.data-mapping"
    },
    "expression": {
     "type": [
      "string",
      "null"
     ],
     "anyOf": [
      {
       "type": "null"
      },
      {
       "enum": [
        "X",
        "raw"
       ]
      },
      {
       "type": "string",
       "pattern": "^layer:(?:[^A]|A)"
      }
     ],
     "x-rule": "manifest.data-mapping"
    },
    "reference": {
     "type": "object",
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 1,
       "maxItems": 3,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference1": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 1,
       "maxItems": 1,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference2": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 2,
       "maxItems": 2,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference3": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 3,
       "maxItems": 3,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "anndataMapping": {
     "type": "object",
     "required": [
      "kind",
      "embeddings",
      "knn",
      "geneNames",
      "expression",
      "latent",
      "vectorFields"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "kind": {
       "const": "anndata",
       "x-rule": "manifest.data-mapping"
      },
      "embeddings": {
       "type": "object",
       "required": [
        "enabled",
        "defaults"
       ],
       "additionalProperties": false,
       "x-rule": "manifest.data-mapping",
       "properties": {
        "enabled": {
         "type": "array",
         "minItems": 1,
         "x-rule": "manifest.data-mapping",
         "items": {
          "$ref": "#/$defs/reference"
         }
        },
        "defaults": {
         "type": "object",
         "required": [
          "1d",
          "2d",
          "3d"
         ],
         "additionalProperties": false,
         "x-rule": "manifest.data-mapping",
         "properties": {
          "1d": {
           "$ref": "#/$defs/reference1"
          },
          "2d": {
           "$ref": "#/$defs/reference2"
          },
          "3d": {
           "$ref": "#/$defs/reference3"
          }
         }
        }
       }
      },
      "knn": {
       "$ref": "#/$defs/optionalText"
      },
      "geneNames": {
       "$ref": "#/$defs/geneNames"
      },
      "expression": {
       "$ref": "#/$defs/expression"
      },
      "latent": {
       "$ref": "#/$defs/optionalText"
      },
      "vectorFields": {
       "type": "array",
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "object",
        "required": [
         "key",
         "embedding"
        ],
        "additionalProperties": false,
        "x-rule": "manifest.data-mapping",
        "properties": {
         "key": {
          "$ref": "#/$defs/text"
         },
         "embedding": {
          "$ref": "#/$defs/reference"
         }
        }
       }
      }
     }
    }
   }
  },
  "manifest-5": {
   "type": "object",
   "required": [
    "createdAt",
    "datasetFingerprint",
    "source",
    "requires",
    "chunks"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "manifest.root",
    "required": {
     "createdAt": "manifest.key-missing",
     "datasetFingerprint": "manifest.fingerprint-missing",
     "chunks": "manifest.chunks",
     "source": "manifest.key-missing",
     "requires": "manifest.key-missing"
    },
    "additionalProperties": "manifest.closed"
   },
   "properties": {
    "createdAt": {
     "type": "string",
     "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$",
     "x-rule": "manifest.created-at"
    },
    "datasetFingerprint": {
     "$ref": "#/$defs/fingerprint"
    },
    "chunks": {
     "type": "array",
     "x-rule": "manifest.chunks",
     "items": {
      "$ref": "#/$defs/entry"
     }
    },
    "source": {
     "$ref": "#/$defs/source"
    },
    "requires": {
     "$ref": "#/$defs/requires"
    }
   },
   "$defs": {
    "fingerprint": {
     "type": "object",
     "required": [
      "datasetId",
      "name",
      "cellCount",
      "varCount",
      "cellOrder",
      "dataMapping"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.fingerprint",
     "properties": {
      "datasetId": {
       "$ref": "#/$defs/name"
      },
      "cellCount": {
       "$ref": "#/$defs/count"
      },
      "varCount": {
       "$ref": "#/$defs/count"
      },
      "cellOrder": {
       "$ref": "#/$defs/cellOrder"
      },
      "dataMapping": {
       "$ref": "#/$defs/dataMapping"
      },
      "name": {
       "$ref": "#/$defs/name"
      }
     }
    },
    "name": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "manifest.fingerprint",
     "not": {
      "type": "string",
      "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
     }
    },
    "count": {
     "type": "integer",
     "minimum": 0,
     "maximum": 4294967295,
     "x-rule": "manifest.fingerprint"
    },
    "cellOrder": {
     "type": "object",
     "required": [
      "embedding",
      "dimension",
      "digest"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.cell-order",
     "properties": {
      "dimension": {
       "enum": [
        1,
        2,
        3
       ],
       "x-rule": "manifest.cell-order"
      },
      "digest": {
       "$ref": "#/$defs/digest"
      },
      "embedding": {
       "$ref": "#/$defs/orderReference"
      }
     }
    },
    "digest": {
     "type": "string",
     "pattern": "^[0-9a-f]{16}$",
     "x-rule": "manifest.cell-order"
    },
    "entry": {
     "type": "object",
     "required": [
      "id",
      "contributorId",
      "priority",
      "kind",
      "codec",
      "label",
      "datasetDependent",
      "storedBytes",
      "uncompressedBytes"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "chunk.entry",
      "required": {
       "id": "chunk.key-missing",
       "contributorId": "chunk.key-missing",
       "priority": "chunk.key-missing",
       "kind": "chunk.key-missing",
       "codec": "chunk.key-missing",
       "label": "chunk.key-missing",
       "datasetDependent": "chunk.key-missing",
       "storedBytes": "chunk.size-missing",
       "uncompressedBytes": "chunk.size-missing"
      },
      "additionalProperties": "manifest.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.id"
      },
      "contributorId": {
       "type": "string",
       "minLength": 1,
       "x-rule": "chunk.contributor"
      },
      "priority": {
       "enum": [
        "eager",
        "lazy"
       ],
       "x-rule": "chunk.priority"
      },
      "kind": {
       "enum": [
        "json",
        "binary"
       ],
       "x-rule": "chunk.kind"
      },
      "codec": {
       "enum": [
        "none",
        "gzip"
       ],
       "x-rule": "chunk.codec"
      },
      "label": {
       "type": "string",
       "x-rule": "chunk.label"
      },
      "datasetDependent": {
       "type": "boolean",
       "x-rule": "chunk.dataset-dependent"
      },
      "storedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 4294967295,
       "x-rule": "chunk.stored-bytes"
      },
      "uncompressedBytes": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "chunk.uncompressed-bytes"
      }
     }
    },
    "orderReference": {
     "type": "object",
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.cell-order",
     "properties": {
      "key": {
       "type": "string",
       "minLength": 1,
       "x-rule": "manifest.cell-order"
      },
      "columns": {
       "type": "array",
       "minItems": 1,
       "maxItems": 3,
       "x-rule": "manifest.cell-order",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.cell-order"
       }
      }
     }
    },
    "dataMapping": {
     "type": "object",
     "required": [
      "kind"
     ],
     "x-rule": "manifest.data-mapping",
     "properties": {
      "kind": {
       "enum": [
        "anndata"
       ],
       "x-rule": "manifest.data-mapping"
      }
     },
     "allOf": [
      {
       "$ref": "#/$defs/anndataMapping"
      }
     ]
    },
    "text": {
     "type": "string",
     "minLength": 1,
     "x-rule": "manifest.data-mapping"
    },
    "optionalText": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "manifest.data-mapping"
    },
    "geneNames": {
     "type": "string",
     "anyOf": [
      {
       "enum": [
        "index"
       ]
      },
      {
       "pattern": "^column:(?:[^A]|A)"
      }
     ],
     "x-rule": "manifest.data-mapping"
    },
    "expression": {
     "type": [
      "string",
      "null"
     ],
     "anyOf": [
      {
       "type": "null"
      },
      {
       "enum": [
        "X",
        "raw"
       ]
      },
      {
       "type": "string",
       "pattern": "^layer:(?:[^A]|A)"
      }
     ],
     "x-rule": "manifest.data-mapping"
    },
    "reference": {
     "type": "object",
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 1,
       "maxItems": 3,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference1": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 1,
       "maxItems": 1,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference2": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 2,
       "maxItems": 2,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "reference3": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "key",
      "columns"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "key": {
       "$ref": "#/$defs/text"
      },
      "columns": {
       "type": "array",
       "minItems": 3,
       "maxItems": 3,
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "anndataMapping": {
     "type": "object",
     "required": [
      "kind",
      "embeddings",
      "knn",
      "geneNames",
      "expression",
      "log1p",
      "highlyVariable",
      "latent",
      "vectorFields"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.data-mapping",
     "properties": {
      "kind": {
       "const": "anndata",
       "x-rule": "manifest.data-mapping"
      },
      "embeddings": {
       "type": "object",
       "required": [
        "enabled",
        "defaults"
       ],
       "additionalProperties": false,
       "x-rule": "manifest.data-mapping",
       "properties": {
        "enabled": {
         "type": "array",
         "minItems": 1,
         "x-rule": "manifest.data-mapping",
         "items": {
          "$ref": "#/$defs/reference"
         }
        },
        "defaults": {
         "type": "object",
         "required": [
          "1d",
          "2d",
          "3d"
         ],
         "additionalProperties": false,
         "x-rule": "manifest.data-mapping",
         "properties": {
          "1d": {
           "$ref": "#/$defs/reference1"
          },
          "2d": {
           "$ref": "#/$defs/reference2"
          },
          "3d": {
           "$ref": "#/$defs/reference3"
          }
         }
        }
       }
      },
      "knn": {
       "$ref": "#/$defs/optionalText"
      },
      "geneNames": {
       "$ref": "#/$defs/geneNames"
      },
      "expression": {
       "$ref": "#/$defs/expression"
      },
      "latent": {
       "$ref": "#/$defs/optionalText"
      },
      "vectorFields": {
       "type": "array",
       "x-rule": "manifest.data-mapping",
       "items": {
        "type": "object",
        "required": [
         "key",
         "embedding"
        ],
        "additionalProperties": false,
        "x-rule": "manifest.data-mapping",
        "properties": {
         "key": {
          "$ref": "#/$defs/text"
         },
         "embedding": {
          "$ref": "#/$defs/reference"
         }
        }
       }
      },
      "modality": {
       "$ref": "#/$defs/text"
      },
      "log1p": {
       "$ref": "#/$defs/log1p"
      },
      "highlyVariable": {
       "$ref": "#/$defs/optionalText"
      }
     }
    },
    "log1p": {
     "type": "object",
     "x-rule": "manifest.data-mapping",
     "propertyNames": {
      "anyOf": [
       {
        "enum": [
         "X",
         "raw"
        ]
       },
       {
        "pattern": "^layer:(?:[^A]|A)"
       }
      ],
      "x-rule": "manifest.data-mapping"
     },
     "additionalProperties": {
      "type": "object",
      "required": [
       "base"
      ],
      "additionalProperties": false,
      "x-rule": "manifest.data-mapping",
      "properties": {
       "base": {
        "type": [
         "number",
         "null"
        ],
        "exclusiveMinimum": 0,
        "not": {
         "const": 1
        },
        "x-rule": "manifest.data-mapping"
       }
      }
     }
    },
    "source": {
     "type": [
      "object",
      "null"
     ],
     "required": [
      "kind"
     ],
     "x-rule": "manifest.source",
     "properties": {
      "kind": {
       "enum": [
        "sample",
        "link",
        "remote",
        "file"
       ],
       "x-rule": "manifest.source"
      }
     },
     "allOf": [
      {
       "if": {
        "type": "object",
        "required": [
         "kind"
        ],
        "properties": {
         "kind": {
          "const": "sample"
         }
        }
       },
       "then": {
        "$ref": "#/$defs/sampleSource"
       }
      },
      {
       "if": {
        "type": "object",
        "required": [
         "kind"
        ],
        "properties": {
         "kind": {
          "const": "link"
         }
        }
       },
       "then": {
        "$ref": "#/$defs/linkSource"
       }
      },
      {
       "if": {
        "type": "object",
        "required": [
         "kind"
        ],
        "properties": {
         "kind": {
          "const": "remote"
         }
        }
       },
       "then": {
        "$ref": "#/$defs/remoteSource"
       }
      },
      {
       "if": {
        "type": "object",
        "required": [
         "kind"
        ],
        "properties": {
         "kind": {
          "const": "file"
         }
        }
       },
       "then": {
        "$ref": "#/$defs/fileSource"
       }
      }
     ]
    },
    "sampleSource": {
     "type": "object",
     "required": [
      "kind",
      "dataset"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.source",
     "properties": {
      "kind": {
       "const": "sample",
       "x-rule": "manifest.source"
      },
      "dataset": {
       "$ref": "#/$defs/sourceText"
      }
     }
    },
    "linkSource": {
     "type": "object",
     "required": [
      "kind",
      "locator",
      "dataset"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.source",
     "properties": {
      "kind": {
       "const": "link",
       "x-rule": "manifest.source"
      },
      "locator": {
       "$ref": "#/$defs/sourceText"
      },
      "dataset": {
       "$ref": "#/$defs/sourceText"
      }
     }
    },
    "remoteSource": {
     "type": "object",
     "required": [
      "kind",
      "url",
      "dataset"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.source",
     "properties": {
      "kind": {
       "const": "remote",
       "x-rule": "manifest.source"
      },
      "url": {
       "type": "string",
       "minLength": 1,
       "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
       "not": {
        "type": "string",
        "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
       },
       "x-rule": "manifest.source",
       "allOf": [
        {
         "pattern": "^https?://",
         "x-rule": "manifest.source"
        }
       ]
      },
      "dataset": {
       "$ref": "#/$defs/sourceText"
      }
     }
    },
    "fileSource": {
     "type": "object",
     "required": [
      "kind",
      "name",
      "dataset"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.source",
     "properties": {
      "kind": {
       "const": "file",
       "x-rule": "manifest.source"
      },
      "name": {
       "$ref": "#/$defs/sourceText"
      },
      "dataset": {
       "$ref": "#/$defs/sourceText"
      }
     }
    },
    "sourceText": {
     "type": "string",
     "minLength": 1,
     "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
     "not": {
      "type": "string",
      "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
     },
     "x-rule": "manifest.source"
    },
    "requires": {
     "type": "object",
     "required": [
      "obs",
      "var"
     ],
     "additionalProperties": false,
     "x-rule": "manifest.requires",
     "properties": {
      "obs": {
       "$ref": "#/$defs/names"
      },
      "var": {
       "$ref": "#/$defs/names"
      }
     }
    },
    "names": {
     "type": "array",
     "x-rule": "manifest.requires",
     "items": {
      "type": "string",
      "minLength": 1,
      "not": {
       "type": "string",
       "pattern": "^[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]|[\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]$"
      },
      "x-rule": "manifest.requires"
     }
    }
   }
  },
  "core-field-overlays-2": {
   "type": "object",
   "required": [
    "renames",
    "deletedFields",
    "userDefinedFields"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "overlays.shape",
    "required": "overlays.required",
    "additionalProperties": "payload.closed"
   },
   "properties": {
    "renames": {
     "type": "object",
     "required": [
      "fields",
      "categories"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "fields": {
       "$ref": "#/$defs/texts"
      },
      "categories": {
       "$ref": "#/$defs/texts"
      }
     }
    },
    "deletedFields": {
     "type": "object",
     "required": [
      "deleted",
      "purged"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "deleted": {
       "$ref": "#/$defs/keys"
      },
      "purged": {
       "$ref": "#/$defs/keys"
      }
     }
    },
    "userDefinedFields": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "$ref": "#/$defs/field"
     }
    }
   },
   "$defs": {
    "texts": {
     "type": "object",
     "x-rule": "overlays.shape",
     "propertyNames": {
      "minLength": 1,
      "x-rule": "overlays.shape"
     },
     "additionalProperties": {
      "type": "string",
      "minLength": 1,
      "x-rule": "overlays.shape"
     }
    },
    "keys": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "type": "string",
      "minLength": 1,
      "x-rule": "overlays.shape"
     }
    },
    "text": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "overlays.shape"
    },
    "key": {
     "type": "string",
     "minLength": 1,
     "maxLength": 256,
     "pattern": "^[^:]*$",
     "not": {
      "type": "string",
      "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
     },
     "x-rule": {
      "type": "overlays.shape",
      "minLength": "overlays.key",
      "maxLength": "overlays.key",
      "pattern": "overlays.key",
      "not": "overlays.key"
     }
    },
    "sourceKey": {
     "type": "string",
     "minLength": 1,
     "x-rule": "overlays.shape"
    },
    "field": {
     "type": "object",
     "x-rule": "overlays.shape",
     "if": {
      "required": [
       "kind"
      ],
      "properties": {
       "kind": {
        "const": "continuous"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/continuousField"
     },
     "else": {
      "$ref": "#/$defs/categoryField"
     }
    },
    "continuousField": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key",
      "isDeleted",
      "isPurged",
      "sourceField",
      "operation",
      "createdAt"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.id-form"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "$ref": "#/$defs/key"
      },
      "isDeleted": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "isPurged": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "operation": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "type"
       ],
       "x-rule": "overlays.shape",
       "properties": {
        "type": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "type": "object",
       "required": [
        "sourceKey"
       ],
       "additionalProperties": false,
       "x-rule": {
        "type": "overlays.shape",
        "required": "overlays.required",
        "additionalProperties": "payload.closed"
       },
       "properties": {
        "sourceKey": {
         "$ref": "#/$defs/sourceKey"
        },
        "sourceIndex": {
         "type": "integer",
         "minimum": 0,
         "maximum": 9007199254740991,
         "x-rule": "overlays.shape"
        },
        "kind": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      }
     }
    },
    "categoryField": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key",
      "isDeleted",
      "isPurged",
      "sourceField",
      "operation",
      "createdAt",
      "categories",
      "codesLength",
      "codesType",
      "sourcePages",
      "overlapStrategy",
      "overlapLabel",
      "intersectionLabels",
      "uncoveredLabel",
      "centroidsByDim",
      "normalizedDims"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.id-form"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "$ref": "#/$defs/key"
      },
      "isDeleted": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "isPurged": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "operation": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "type"
       ],
       "x-rule": "overlays.shape",
       "properties": {
        "type": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "sourceKey"
       ],
       "additionalProperties": false,
       "x-rule": {
        "type": "overlays.shape",
        "required": "overlays.required",
        "additionalProperties": "payload.closed"
       },
       "properties": {
        "sourceKey": {
         "$ref": "#/$defs/sourceKey"
        },
        "sourceIndex": {
         "type": "integer",
         "minimum": 0,
         "maximum": 9007199254740991,
         "x-rule": "overlays.shape"
        },
        "kind": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "categories": {
       "type": "array",
       "minItems": 1,
       "x-rule": "overlays.shape",
       "items": {
        "$ref": "#/$defs/category"
       }
      },
      "codesLength": {
       "type": "integer",
       "minimum": 0,
       "maximum": 4294967295,
       "x-rule": "overlays.shape"
      },
      "codesType": {
       "$ref": "#/$defs/codesType"
      },
      "sourcePages": {
       "type": "array",
       "x-rule": "overlays.shape"
      },
      "overlapStrategy": {
       "enum": [
        "first",
        "last",
        "overlap-label",
        "intersections"
       ],
       "x-rule": "overlays.shape"
      },
      "overlapLabel": {
       "$ref": "#/$defs/text"
      },
      "intersectionLabels": {
       "type": [
        "object",
        "null"
       ],
       "x-rule": "overlays.shape"
      },
      "uncoveredLabel": {
       "$ref": "#/$defs/text"
      },
      "centroidsByDim": {
       "type": "object",
       "x-rule": "overlays.shape"
      },
      "normalizedDims": {
       "type": "array",
       "x-rule": "overlays.shape",
       "items": {
        "enum": [
         1,
         2,
         3
        ],
        "x-rule": "overlays.shape"
       }
      }
     }
    },
    "codesType": {
     "enum": [
      "Uint8Array",
      "Uint16Array"
     ],
     "x-rule": "overlays.shape"
    },
    "category": {
     "type": [
      "string",
      "number",
      "boolean"
     ],
     "maxLength": 256,
     "x-rule": "overlays.shape"
    }
   }
  },
  "core-field-overlays-3": {
   "type": "object",
   "required": [
    "renames",
    "deletedFields",
    "userDefinedFields"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "overlays.shape",
    "required": "overlays.required",
    "additionalProperties": "payload.closed"
   },
   "properties": {
    "renames": {
     "type": "object",
     "required": [
      "fields",
      "categories"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "fields": {
       "$ref": "#/$defs/texts"
      },
      "categories": {
       "$ref": "#/$defs/texts"
      }
     }
    },
    "deletedFields": {
     "type": "object",
     "required": [
      "deleted",
      "purged"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "deleted": {
       "$ref": "#/$defs/keys"
      },
      "purged": {
       "$ref": "#/$defs/keys"
      }
     }
    },
    "userDefinedFields": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "$ref": "#/$defs/field"
     }
    }
   },
   "$defs": {
    "texts": {
     "type": "object",
     "x-rule": "overlays.shape",
     "propertyNames": {
      "minLength": 1,
      "x-rule": "overlays.shape"
     },
     "additionalProperties": {
      "type": "string",
      "minLength": 1,
      "x-rule": "overlays.shape"
     }
    },
    "keys": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "type": "string",
      "minLength": 1,
      "x-rule": "overlays.shape"
     }
    },
    "text": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "overlays.shape"
    },
    "key": {
     "type": "string",
     "minLength": 1,
     "maxLength": 256,
     "pattern": "^[^:]*$",
     "not": {
      "type": "string",
      "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
     },
     "x-rule": {
      "type": "overlays.shape",
      "minLength": "overlays.key",
      "maxLength": "overlays.key",
      "pattern": "overlays.key",
      "not": "overlays.key"
     }
    },
    "sourceKey": {
     "type": "string",
     "minLength": 1,
     "x-rule": "overlays.shape"
    },
    "field": {
     "type": "object",
     "x-rule": "overlays.shape",
     "if": {
      "required": [
       "kind"
      ],
      "properties": {
       "kind": {
        "const": "continuous"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/continuousField"
     },
     "else": {
      "$ref": "#/$defs/categoryField"
     }
    },
    "continuousField": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key",
      "isDeleted",
      "isPurged",
      "sourceField",
      "operation",
      "createdAt"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.id-form"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "$ref": "#/$defs/key"
      },
      "isDeleted": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "isPurged": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "operation": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "type"
       ],
       "x-rule": "overlays.shape",
       "properties": {
        "type": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "type": "object",
       "required": [
        "sourceKey"
       ],
       "additionalProperties": false,
       "x-rule": {
        "type": "overlays.shape",
        "required": "overlays.required",
        "additionalProperties": "payload.closed"
       },
       "properties": {
        "sourceKey": {
         "$ref": "#/$defs/sourceKey"
        },
        "sourceIndex": {
         "type": "integer",
         "minimum": 0,
         "maximum": 9007199254740991,
         "x-rule": "overlays.shape"
        },
        "kind": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      }
     }
    },
    "categoryField": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key",
      "isDeleted",
      "isPurged",
      "sourceField",
      "operation",
      "createdAt",
      "categories",
      "codesLength",
      "codesType",
      "sourcePages",
      "overlapStrategy",
      "overlapLabel",
      "intersectionLabels",
      "uncoveredLabel"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.id-form"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "$ref": "#/$defs/key"
      },
      "isDeleted": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "isPurged": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "operation": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "type"
       ],
       "x-rule": "overlays.shape",
       "properties": {
        "type": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "sourceKey"
       ],
       "additionalProperties": false,
       "x-rule": {
        "type": "overlays.shape",
        "required": "overlays.required",
        "additionalProperties": "payload.closed"
       },
       "properties": {
        "sourceKey": {
         "$ref": "#/$defs/sourceKey"
        },
        "sourceIndex": {
         "type": "integer",
         "minimum": 0,
         "maximum": 9007199254740991,
         "x-rule": "overlays.shape"
        },
        "kind": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "categories": {
       "type": "array",
       "minItems": 1,
       "x-rule": "overlays.shape",
       "items": {
        "$ref": "#/$defs/category"
       }
      },
      "codesLength": {
       "type": "integer",
       "minimum": 0,
       "maximum": 4294967295,
       "x-rule": "overlays.shape"
      },
      "codesType": {
       "$ref": "#/$defs/codesType"
      },
      "sourcePages": {
       "type": "array",
       "x-rule": "overlays.shape"
      },
      "overlapStrategy": {
       "enum": [
        "first",
        "last",
        "overlap-label",
        "intersections"
       ],
       "x-rule": "overlays.shape"
      },
      "overlapLabel": {
       "$ref": "#/$defs/text"
      },
      "intersectionLabels": {
       "type": [
        "object",
        "null"
       ],
       "x-rule": "overlays.shape"
      },
      "uncoveredLabel": {
       "$ref": "#/$defs/text"
      }
     }
    },
    "codesType": {
     "enum": [
      "Uint8Array",
      "Uint16Array"
     ],
     "x-rule": "overlays.shape"
    },
    "category": {
     "type": [
      "string",
      "number",
      "boolean"
     ],
     "maxLength": 256,
     "x-rule": "overlays.shape"
    }
   }
  },
  "core-field-overlays-4": {
   "type": "object",
   "required": [
    "renames",
    "deletedFields",
    "userDefinedFields"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "overlays.shape",
    "required": "overlays.required",
    "additionalProperties": "payload.closed"
   },
   "properties": {
    "renames": {
     "type": "object",
     "required": [
      "fields",
      "categories"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "fields": {
       "$ref": "#/$defs/texts"
      },
      "categories": {
       "$ref": "#/$defs/texts"
      }
     }
    },
    "deletedFields": {
     "type": "object",
     "required": [
      "deleted",
      "purged"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "deleted": {
       "$ref": "#/$defs/keys"
      },
      "purged": {
       "$ref": "#/$defs/keys"
      }
     }
    },
    "userDefinedFields": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "$ref": "#/$defs/field"
     }
    }
   },
   "$defs": {
    "texts": {
     "type": "object",
     "x-rule": "overlays.shape",
     "propertyNames": {
      "minLength": 1,
      "x-rule": "overlays.shape"
     },
     "additionalProperties": {
      "type": "string",
      "minLength": 1,
      "x-rule": "overlays.shape"
     }
    },
    "keys": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "type": "string",
      "minLength": 1,
      "x-rule": "overlays.shape"
     }
    },
    "text": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "overlays.shape"
    },
    "key": {
     "type": "string",
     "minLength": 1,
     "pattern": "^[^:]*$",
     "not": {
      "type": "string",
      "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
     },
     "x-rule": {
      "type": "overlays.shape",
      "minLength": "overlays.key",
      "pattern": "overlays.key",
      "not": "overlays.key"
     }
    },
    "sourceKey": {
     "type": "string",
     "minLength": 1,
     "x-rule": "overlays.shape"
    },
    "field": {
     "type": "object",
     "x-rule": "overlays.shape",
     "if": {
      "required": [
       "kind"
      ],
      "properties": {
       "kind": {
        "const": "continuous"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/continuousField"
     },
     "else": {
      "$ref": "#/$defs/categoryField"
     }
    },
    "continuousField": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key",
      "isDeleted",
      "isPurged",
      "sourceField",
      "operation",
      "createdAt"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.id-form"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "$ref": "#/$defs/key"
      },
      "isDeleted": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "isPurged": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "operation": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "type"
       ],
       "x-rule": "overlays.shape",
       "properties": {
        "type": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "type": "object",
       "required": [
        "sourceKey"
       ],
       "additionalProperties": false,
       "x-rule": {
        "type": "overlays.shape",
        "required": "overlays.required",
        "additionalProperties": "payload.closed"
       },
       "properties": {
        "sourceKey": {
         "$ref": "#/$defs/sourceKey"
        },
        "sourceIndex": {
         "type": "integer",
         "minimum": 0,
         "maximum": 9007199254740991,
         "x-rule": "overlays.shape"
        },
        "kind": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      }
     }
    },
    "categoryField": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key",
      "isDeleted",
      "isPurged",
      "sourceField",
      "operation",
      "createdAt",
      "categories",
      "codesLength",
      "codesType",
      "sourcePages",
      "overlapStrategy",
      "overlapLabel",
      "intersectionLabels",
      "uncoveredLabel"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.id-form"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "$ref": "#/$defs/key"
      },
      "isDeleted": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "isPurged": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "operation": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "type"
       ],
       "x-rule": "overlays.shape",
       "properties": {
        "type": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "sourceKey"
       ],
       "additionalProperties": false,
       "x-rule": {
        "type": "overlays.shape",
        "required": "overlays.required",
        "additionalProperties": "payload.closed"
       },
       "properties": {
        "sourceKey": {
         "$ref": "#/$defs/sourceKey"
        },
        "sourceIndex": {
         "type": "integer",
         "minimum": 0,
         "maximum": 9007199254740991,
         "x-rule": "overlays.shape"
        },
        "kind": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "categories": {
       "type": "array",
       "minItems": 1,
       "x-rule": "overlays.shape",
       "items": {
        "$ref": "#/$defs/category"
       }
      },
      "codesLength": {
       "type": "integer",
       "minimum": 0,
       "maximum": 4294967295,
       "x-rule": "overlays.shape"
      },
      "codesType": {
       "$ref": "#/$defs/codesType"
      },
      "sourcePages": {
       "type": "array",
       "x-rule": "overlays.shape"
      },
      "overlapStrategy": {
       "enum": [
        "first",
        "last",
        "overlap-label",
        "intersections"
       ],
       "x-rule": "overlays.shape"
      },
      "overlapLabel": {
       "$ref": "#/$defs/text"
      },
      "intersectionLabels": {
       "type": [
        "object",
        "null"
       ],
       "x-rule": "overlays.shape"
      },
      "uncoveredLabel": {
       "$ref": "#/$defs/text"
      }
     }
    },
    "codesType": {
     "enum": [
      "Uint8Array",
      "Uint16Array",
      "Uint32Array"
     ],
     "x-rule": "overlays.shape"
    },
    "category": {
     "type": [
      "string",
      "number",
      "boolean"
     ],
     "x-rule": "overlays.shape"
    }
   }
  },
  "core-field-overlays-5": {
   "type": "object",
   "required": [
    "renames",
    "deletedFields",
    "userDefinedFields"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "overlays.shape",
    "required": "overlays.required",
    "additionalProperties": "payload.closed"
   },
   "properties": {
    "renames": {
     "type": "object",
     "required": [
      "fields",
      "categories"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "fields": {
       "$ref": "#/$defs/texts"
      },
      "categories": {
       "$ref": "#/$defs/texts"
      }
     }
    },
    "deletedFields": {
     "type": "object",
     "required": [
      "deleted",
      "purged"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "deleted": {
       "$ref": "#/$defs/keys"
      },
      "purged": {
       "$ref": "#/$defs/keys"
      }
     }
    },
    "userDefinedFields": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "$ref": "#/$defs/field"
     }
    }
   },
   "$defs": {
    "texts": {
     "type": "object",
     "x-rule": "overlays.shape",
     "propertyNames": {
      "minLength": 1,
      "x-rule": "overlays.shape"
     },
     "additionalProperties": {
      "type": "string",
      "minLength": 1,
      "x-rule": "overlays.shape"
     }
    },
    "keys": {
     "type": "array",
     "x-rule": "overlays.shape",
     "items": {
      "type": "string",
      "minLength": 1,
      "x-rule": "overlays.shape"
     }
    },
    "text": {
     "type": [
      "string",
      "null"
     ],
     "minLength": 1,
     "x-rule": "overlays.shape"
    },
    "key": {
     "type": "string",
     "minLength": 1,
     "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\u200b\\u2060\\ufeff]*$",
     "not": {
      "type": "string",
      "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
     },
     "x-rule": {
      "type": "overlays.shape",
      "minLength": "overlays.key",
      "pattern": "overlays.key",
      "not": "overlays.key"
     }
    },
    "sourceKey": {
     "type": "string",
     "minLength": 1,
     "x-rule": "overlays.shape"
    },
    "field": {
     "type": "object",
     "x-rule": "overlays.shape",
     "if": {
      "required": [
       "kind"
      ],
      "properties": {
       "kind": {
        "const": "continuous"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/continuousField"
     },
     "else": {
      "$ref": "#/$defs/categoryField"
     }
    },
    "continuousField": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key",
      "isDeleted",
      "isPurged",
      "sourceField",
      "operation",
      "createdAt"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.id-form"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "$ref": "#/$defs/key"
      },
      "isDeleted": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "isPurged": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "operation": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "type"
       ],
       "x-rule": "overlays.shape",
       "properties": {
        "type": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "type": "object",
       "required": [
        "sourceKey"
       ],
       "additionalProperties": false,
       "x-rule": {
        "type": "overlays.shape",
        "required": "overlays.required",
        "additionalProperties": "payload.closed"
       },
       "properties": {
        "sourceKey": {
         "$ref": "#/$defs/sourceKey"
        },
        "sourceIndex": {
         "type": "integer",
         "minimum": 0,
         "maximum": 9007199254740991,
         "x-rule": "overlays.shape"
        },
        "kind": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      }
     }
    },
    "categoryField": {
     "type": "object",
     "required": [
      "id",
      "source",
      "kind",
      "key",
      "isDeleted",
      "isPurged",
      "sourceField",
      "operation",
      "createdAt",
      "categories",
      "codesLength",
      "codesType",
      "sourcePages",
      "overlapStrategy",
      "overlapLabel",
      "intersectionLabels",
      "uncoveredLabel"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "overlays.shape",
      "required": "overlays.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$",
       "x-rule": {
        "type": "overlays.shape",
        "pattern": "overlays.id-form"
       }
      },
      "source": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "overlays.shape"
      },
      "kind": {
       "enum": [
        "category",
        "continuous"
       ],
       "x-rule": "overlays.shape"
      },
      "key": {
       "$ref": "#/$defs/key"
      },
      "isDeleted": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "isPurged": {
       "type": "boolean",
       "x-rule": "overlays.shape"
      },
      "operation": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "type"
       ],
       "x-rule": "overlays.shape",
       "properties": {
        "type": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "createdAt": {
       "type": [
        "number",
        "null"
       ],
       "minimum": 0,
       "x-rule": "overlays.shape"
      },
      "sourceField": {
       "type": [
        "object",
        "null"
       ],
       "required": [
        "sourceKey"
       ],
       "additionalProperties": false,
       "x-rule": {
        "type": "overlays.shape",
        "required": "overlays.required",
        "additionalProperties": "payload.closed"
       },
       "properties": {
        "sourceKey": {
         "$ref": "#/$defs/sourceKey"
        },
        "sourceIndex": {
         "type": "integer",
         "minimum": 0,
         "maximum": 9007199254740991,
         "x-rule": "overlays.shape"
        },
        "kind": {
         "type": "string",
         "minLength": 1,
         "x-rule": "overlays.shape"
        }
       }
      },
      "categories": {
       "type": "array",
       "minItems": 1,
       "x-rule": "overlays.shape",
       "items": {
        "$ref": "#/$defs/category"
       }
      },
      "codesLength": {
       "type": "integer",
       "minimum": 0,
       "maximum": 4294967295,
       "x-rule": "overlays.shape"
      },
      "codesType": {
       "$ref": "#/$defs/codesType"
      },
      "sourcePages": {
       "type": "array",
       "x-rule": "overlays.shape"
      },
      "overlapStrategy": {
       "enum": [
        "first",
        "last",
        "overlap-label",
        "intersections"
       ],
       "x-rule": "overlays.shape"
      },
      "overlapLabel": {
       "$ref": "#/$defs/text"
      },
      "intersectionLabels": {
       "type": [
        "object",
        "null"
       ],
       "x-rule": "overlays.shape"
      },
      "uncoveredLabel": {
       "$ref": "#/$defs/text"
      }
     }
    },
    "codesType": {
     "enum": [
      "Uint8Array",
      "Uint16Array",
      "Uint32Array"
     ],
     "x-rule": "overlays.shape"
    },
    "category": {
     "type": [
      "string",
      "number",
      "boolean"
     ],
     "x-rule": "overlays.shape"
    }
   }
  },
  "highlights-meta-2": {
   "type": "object",
   "required": [
    "pages",
    "activePageId"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "meta.shape",
    "required": "meta.required",
    "additionalProperties": "payload.closed"
   },
   "properties": {
    "pages": {
     "type": "array",
     "minItems": 1,
     "x-rule": {
      "type": "meta.shape",
      "minItems": "meta.required"
     },
     "items": {
      "$ref": "#/$defs/page"
     }
    },
    "activePageId": {
     "$ref": "#/$defs/pageId"
    }
   },
   "$defs": {
    "pageId": {
     "type": "string",
     "pattern": "^page_[1-9][0-9]*$",
     "x-rule": {
      "type": "meta.shape",
      "pattern": "meta.id-form"
     }
    },
    "label": {
     "type": "string",
     "minLength": 1,
     "not": {
      "type": "string",
      "pattern": "^[\\u001c-\\u001f\\u0085\\ufeff]|[\\u001c-\\u001f\\u0085\\ufeff]$"
     },
     "x-rule": {
      "type": "meta.shape",
      "minLength": "meta.required",
      "not": "text.label-edge"
     }
    },
    "page": {
     "type": "object",
     "required": [
      "id",
      "name",
      "color",
      "highlightedGroups"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "$ref": "#/$defs/pageId"
      },
      "name": {
       "$ref": "#/$defs/label"
      },
      "color": {
       "type": "string",
       "pattern": "^#[0-9A-Fa-f]{6}$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.color"
       }
      },
      "highlightedGroups": {
       "type": "array",
       "x-rule": "meta.shape",
       "items": {
        "$ref": "#/$defs/group"
       }
      }
     }
    },
    "group": {
     "type": "object",
     "x-rule": "meta.shape",
     "if": {
      "required": [
       "type"
      ],
      "properties": {
       "type": {
        "const": "category"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/categoryGroup"
     },
     "else": {
      "if": {
       "required": [
        "type"
       ],
       "properties": {
        "type": {
         "const": "range"
        }
       }
      },
      "then": {
       "$ref": "#/$defs/rangeGroup"
      },
      "else": {
       "$ref": "#/$defs/plainGroup"
      }
     }
    },
    "plainGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      }
     }
    },
    "categoryGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount",
      "fieldKey",
      "fieldIndex",
      "fieldSource",
      "categoryIndex",
      "categoryName"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      },
      "fieldKey": {
       "$ref": "#/$defs/fieldKey"
      },
      "fieldSource": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "meta.shape"
      },
      "fieldIndex": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "meta.shape"
      },
      "categoryIndex": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "meta.shape"
      },
      "categoryName": {
       "type": [
        "string",
        "number",
        "boolean"
       ],
       "x-rule": "meta.shape"
      }
     }
    },
    "rangeGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount",
      "fieldKey",
      "fieldIndex",
      "fieldSource",
      "rangeMin",
      "rangeMax"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      },
      "fieldKey": {
       "$ref": "#/$defs/fieldKey"
      },
      "fieldSource": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "meta.shape"
      },
      "fieldIndex": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "meta.shape"
      },
      "rangeMin": {
       "$ref": "#/$defs/bound"
      },
      "rangeMax": {
       "$ref": "#/$defs/bound"
      }
     }
    },
    "fieldKey": {
     "type": "string",
     "minLength": 1,
     "maxLength": 256,
     "pattern": "^[^:]*$",
     "not": {
      "type": "string",
      "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
     },
     "x-rule": "meta.shape"
    },
    "bound": {
     "type": "number",
     "x-rule": "meta.shape"
    }
   }
  },
  "highlights-meta-4": {
   "type": "object",
   "required": [
    "pages",
    "activePageId"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "meta.shape",
    "required": "meta.required",
    "additionalProperties": "payload.closed"
   },
   "properties": {
    "pages": {
     "type": "array",
     "minItems": 1,
     "x-rule": {
      "type": "meta.shape",
      "minItems": "meta.required"
     },
     "items": {
      "$ref": "#/$defs/page"
     }
    },
    "activePageId": {
     "$ref": "#/$defs/pageId"
    }
   },
   "$defs": {
    "pageId": {
     "type": "string",
     "pattern": "^page_[1-9][0-9]*$",
     "x-rule": {
      "type": "meta.shape",
      "pattern": "meta.id-form"
     }
    },
    "label": {
     "type": "string",
     "minLength": 1,
     "not": {
      "type": "string",
      "pattern": "^[\\u001c-\\u001f\\u0085\\ufeff]|[\\u001c-\\u001f\\u0085\\ufeff]$"
     },
     "x-rule": {
      "type": "meta.shape",
      "minLength": "meta.required",
      "not": "text.label-edge"
     }
    },
    "page": {
     "type": "object",
     "required": [
      "id",
      "name",
      "color",
      "highlightedGroups"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "$ref": "#/$defs/pageId"
      },
      "name": {
       "$ref": "#/$defs/label"
      },
      "color": {
       "type": "string",
       "pattern": "^#[0-9A-Fa-f]{6}$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.color"
       }
      },
      "highlightedGroups": {
       "type": "array",
       "x-rule": "meta.shape",
       "items": {
        "$ref": "#/$defs/group"
       }
      }
     }
    },
    "group": {
     "type": "object",
     "x-rule": "meta.shape",
     "if": {
      "required": [
       "type"
      ],
      "properties": {
       "type": {
        "const": "category"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/categoryGroup"
     },
     "else": {
      "if": {
       "required": [
        "type"
       ],
       "properties": {
        "type": {
         "const": "range"
        }
       }
      },
      "then": {
       "$ref": "#/$defs/rangeGroup"
      },
      "else": {
       "$ref": "#/$defs/plainGroup"
      }
     }
    },
    "plainGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      }
     }
    },
    "categoryGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount",
      "fieldKey",
      "fieldIndex",
      "fieldSource",
      "categoryIndex",
      "categoryName"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      },
      "fieldKey": {
       "$ref": "#/$defs/fieldKey"
      },
      "fieldSource": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "meta.shape"
      },
      "fieldIndex": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "meta.shape"
      },
      "categoryIndex": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "meta.shape"
      },
      "categoryName": {
       "type": [
        "string",
        "number",
        "boolean"
       ],
       "x-rule": "meta.shape"
      }
     }
    },
    "rangeGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount",
      "fieldKey",
      "fieldIndex",
      "fieldSource",
      "rangeMin",
      "rangeMax"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      },
      "fieldKey": {
       "$ref": "#/$defs/fieldKey"
      },
      "fieldSource": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "meta.shape"
      },
      "fieldIndex": {
       "type": "integer",
       "minimum": 0,
       "maximum": 9007199254740991,
       "x-rule": "meta.shape"
      },
      "rangeMin": {
       "$ref": "#/$defs/bound"
      },
      "rangeMax": {
       "$ref": "#/$defs/bound"
      }
     }
    },
    "fieldKey": {
     "type": "string",
     "minLength": 1,
     "pattern": "^[^:]*$",
     "not": {
      "type": "string",
      "pattern": "^[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]|[\\u0009-\\u000d\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]$"
     },
     "x-rule": "meta.shape"
    },
    "bound": {
     "type": "number",
     "x-rule": "meta.shape"
    }
   }
  },
  "highlights-meta-5": {
   "type": "object",
   "required": [
    "pages",
    "activePageId"
   ],
   "additionalProperties": false,
   "x-rule": {
    "type": "meta.shape",
    "required": "meta.required",
    "additionalProperties": "payload.closed"
   },
   "properties": {
    "pages": {
     "type": "array",
     "minItems": 1,
     "x-rule": {
      "type": "meta.shape",
      "minItems": "meta.required"
     },
     "items": {
      "$ref": "#/$defs/page"
     }
    },
    "activePageId": {
     "$ref": "#/$defs/pageId"
    }
   },
   "$defs": {
    "pageId": {
     "type": "string",
     "pattern": "^page_[1-9][0-9]*$",
     "x-rule": {
      "type": "meta.shape",
      "pattern": "meta.id-form"
     }
    },
    "label": {
     "type": "string",
     "minLength": 1,
     "not": {
      "type": "string",
      "pattern": "^[\\u001c-\\u001f\\u0085\\ufeff]|[\\u001c-\\u001f\\u0085\\ufeff]$"
     },
     "x-rule": {
      "type": "meta.shape",
      "minLength": "meta.required",
      "not": "text.label-edge"
     }
    },
    "page": {
     "type": "object",
     "required": [
      "id",
      "name",
      "color",
      "highlightedGroups"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "$ref": "#/$defs/pageId"
      },
      "name": {
       "$ref": "#/$defs/label"
      },
      "color": {
       "type": "string",
       "pattern": "^#[0-9A-Fa-f]{6}$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.color"
       }
      },
      "highlightedGroups": {
       "type": "array",
       "x-rule": "meta.shape",
       "items": {
        "$ref": "#/$defs/group"
       }
      }
     }
    },
    "group": {
     "type": "object",
     "x-rule": "meta.shape",
     "if": {
      "required": [
       "type"
      ],
      "properties": {
       "type": {
        "const": "category"
       }
      }
     },
     "then": {
      "$ref": "#/$defs/categoryGroup"
     },
     "else": {
      "if": {
       "required": [
        "type"
       ],
       "properties": {
        "type": {
         "const": "range"
        }
       }
      },
      "then": {
       "$ref": "#/$defs/rangeGroup"
      },
      "else": {
       "$ref": "#/$defs/plainGroup"
      }
     }
    },
    "plainGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      }
     }
    },
    "categoryGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount",
      "fieldKey",
      "fieldSource",
      "categoryName"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      },
      "fieldKey": {
       "$ref": "#/$defs/fieldKey"
      },
      "fieldSource": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "meta.shape"
      },
      "categoryName": {
       "type": [
        "string",
        "number",
        "boolean"
       ],
       "x-rule": "meta.shape"
      }
     }
    },
    "rangeGroup": {
     "type": "object",
     "required": [
      "id",
      "type",
      "label",
      "enabled",
      "cellCount",
      "fieldKey",
      "fieldSource",
      "rangeMin",
      "rangeMax"
     ],
     "additionalProperties": false,
     "x-rule": {
      "type": "meta.shape",
      "required": "meta.required",
      "additionalProperties": "payload.closed"
     },
     "properties": {
      "id": {
       "type": "string",
       "pattern": "^highlight_[1-9][0-9]*$",
       "x-rule": {
        "type": "meta.shape",
        "pattern": "meta.id-form"
       }
      },
      "type": {
       "enum": [
        "annotation",
        "category",
        "combined",
        "knn",
        "lasso",
        "proximity",
        "range"
       ],
       "x-rule": "meta.shape"
      },
      "label": {
       "$ref": "#/$defs/label"
      },
      "enabled": {
       "type": "boolean",
       "x-rule": "meta.shape"
      },
      "cellCount": {
       "type": "integer",
       "minimum": 1,
       "maximum": 4294967295,
       "x-rule": "meta.shape"
      },
      "fieldKey": {
       "$ref": "#/$defs/fieldKey"
      },
      "fieldSource": {
       "enum": [
        "obs",
        "var"
       ],
       "x-rule": "meta.shape"
      },
      "rangeMin": {
       "$ref": "#/$defs/bound"
      },
      "rangeMax": {
       "$ref": "#/$defs/bound"
      }
     }
    },
    "fieldKey": {
     "type": "string",
     "minLength": 1,
     "x-rule": "meta.shape"
    },
    "bound": {
     "type": "number",
     "x-rule": "meta.shape"
    }
   }
  },
  "cache-inventory": {
   "type": "object",
   "required": [
    "artifactIds"
   ],
   "additionalProperties": false,
   "x-rule": "inventory.shape",
   "properties": {
    "artifactIds": {
     "type": "array",
     "x-rule": "inventory.shape",
     "items": {
      "type": "string",
      "x-rule": "inventory.shape"
     }
    }
   }
  },
  "opaque": {
   "type": "object",
   "x-rule": "payload.object"
  },
};
