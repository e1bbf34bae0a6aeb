package org.facteur.cli.screen;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** A pipe that is written to. Who reads it may have seen enough, and close it: that is no failure. */
public final class PipeWriter extends PrintWriter {

    PipeWriter(OutputStream stream, Charset charset) {
        super(new OutputStreamWriter(stream, charset), true);
    }
}
