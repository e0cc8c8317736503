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
};
