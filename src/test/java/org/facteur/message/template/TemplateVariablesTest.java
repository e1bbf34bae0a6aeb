package org.facteur.message.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.facteur.contact.ColumnNames;
import org.facteur.contact.Contact;
import org.junit.jupiter.api.Test;

class TemplateVariablesTest {

    @Test
    void what_an_address_book_calls_in_its_own_language_is_proposed() {
        var google = new TemplateVariables(List.of("First Name", "Last Name", "E-mail 1 - Value"));

        assertThat(google.unknown("prenom")).asString().contains("did you mean first_name?");
        assertThat(google.unknown("nom")).asString().contains("did you mean last_name?");
    }

    @Test
    void they_are_those_of_the_column_names() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("E-mail", "zoe@a.example");
        values.put("Prénom usuel", "Zoé");
        values.put("prenom usuel", "the first heading wins");
        values.put("Cœur", "x");
        values.put("since enlisted", "y");
        Contact contact = new Contact(2, values);

        var variables = new TemplateVariables(List.of("E-mail", "Prénom usuel", "prenom usuel", "Cœur"));

        assertThat(variables.of(contact)).isEqualTo(ColumnNames.variables(contact));
    }
}
