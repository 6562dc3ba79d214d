#pragma once

class JsonWriter;
struct ApiContext;
struct Model;

/// Writes an installed model with all that is known of it, as /v1/api/models shows it.
void writeInstalledModel(JsonWriter &json, const ApiContext &context, const Model &model);
