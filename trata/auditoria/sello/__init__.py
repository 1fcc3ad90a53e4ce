"""El sello de la historia: lotes encadenados con HMAC-SHA256 que sólo el sellador puede firmar."""
