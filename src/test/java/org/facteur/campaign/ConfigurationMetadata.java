package org.facteur.campaign;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Spring's description of configuration properties, from the schema of job files: for editors that know the one and not the other. What
 * stands below a name that the owner chooses, such as a relay's, it has no form for; the schema has.
 */
final class ConfigurationMetadata {

    private static final String STRING = "java.lang.String";
    private static final String LIST = "java.util.List<java.lang.String>";

    private final JsonNode schema;
    private final ObjectNode metadata = JsonMapper.shared().createObjectNode();
    private final ArrayNode groups = metadata.putArray("groups");
    private final ArrayNode properties = metadata.putArray("properties");
    private final ArrayNode hints = metadata.putArray("hints");

    private ConfigurationMetadata(JsonNode schema) {
        this.schema = schema;
    }

    static JsonNode of(JsonNode schema) {
        ConfigurationMetadata made = new ConfigurationMetadata(schema);
        schema.get("properties").properties().forEach(key -> {
            // Spring Boot describes its own.
            if (!Set.of("spring", "logging").contains(key.getKey())) {
                made.add(key.getKey(), key.getValue());
            }
        });
        return made.metadata;
    }

    private void add(String name, JsonNode declared) {
        JsonNode section = resolved(declared);
        if (!section.path("additionalProperties").isBoolean()) {
            addProperty(name, declared, section);
        } else {
            ObjectNode group = groups.addObject().put("name", name);
            describe(group, declared, section);
        }
        section.path("properties").properties().forEach(key -> add(name + "." + key.getKey(), key.getValue()));
    }

    private void addProperty(String name, JsonNode declared, JsonNode section) {
        ObjectNode property = properties.addObject().put("name", name).put("type", type(section));
        describe(property, declared, section);
        Set<String> values = new HashSet<>();
        List<JsonNode> forms = forms(section);
        forms.forEach(
                form -> form.path("enum").valueStream().map(JsonNode::asString).forEach(values::add));
        if (!values.isEmpty()) {
            hint(name, values);
        }
        Set<String> keys = new HashSet<>();
        forms(section.path("propertyNames"))
                .forEach(form ->
                        form.path("enum").valueStream().map(JsonNode::asString).forEach(keys::add));
        if (!keys.isEmpty()) {
            hint(name + ".keys", keys);
        }
    }

    private void hint(String name, Set<String> values) {
        ArrayNode all = hints.addObject().put("name", name).putArray("values");
        values.stream().sorted().forEach(value -> all.addObject().put("value", value));
    }

    private static void describe(ObjectNode target, JsonNode declared, JsonNode section) {
        String description = description(declared);
        description = description == null ? description(section) : description;
        if (description != null) {
            target.put("description", description);
        }
    }

    private static @Nullable String description(JsonNode node) {
        return node.has("description") ? node.get("description").asString() : null;
    }

    private String type(JsonNode section) {
        if (section.has("additionalProperties")
                || "object".equals(section.path("type").asString(""))) {
            return section.path("properties").isEmpty()
                    ? "java.util.Map<java.lang.String,java.lang.String>"
                    : "java.util.Map<java.lang.String,java.lang.Object>";
        }
        for (JsonNode form : forms(section)) {
            switch (form.path("type").asString("")) {
                case "array" -> {
                    return LIST;
                }
                case "integer" -> {
                    return forms(section).get(0).equals(form) ? "java.lang.Integer" : STRING;
                }
                case "number" -> {
                    return "java.lang.Double";
                }
                default -> {}
            }
        }
        return STRING;
    }

    /** What it may be, one of several. */
    private List<JsonNode> forms(JsonNode section) {
        List<JsonNode> forms = new ArrayList<>();
        if (section.has("anyOf") && !section.has("properties")) {
            section.get("anyOf").forEach(form -> forms.addAll(forms(resolved(form))));
        } else {
            forms.add(section);
            if (section.has("items")) {
                forms.addAll(forms(resolved(section.get("items"))));
            }
        }
        return forms;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? schema.at(node.get("$ref").asString().substring(1)) : node;
    }
}
