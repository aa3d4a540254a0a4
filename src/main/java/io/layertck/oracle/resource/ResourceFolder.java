package io.layertck.oracle.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A folder on the class path whose manifest states the digest of every file in it. */
public final class ResourceFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANIFEST = "manifest.json";

  private final ClassLoader loader;
  private final String path;
  private final String remedy;

  /**
   * Names a folder; nothing is read yet.
   *
   * @param loader finds the files
   * @param path of the folder, without a slash at either end
   * @param remedy what to do where a file is missing or altered
   */
  public ResourceFolder(ClassLoader loader, String path, String remedy) {
    this.loader = loader;
    this.path = path;
    this.remedy = remedy;
  }

  /**
   * Reads the manifest.
   *
   * @throws UnusableResource if it is missing or no JSON
   */
  public JsonNode manifest() {
    try {
      return JSON.readTree(bytes("the manifest", MANIFEST));
    } catch (JsonProcessingException malformed) {
      throw new UnusableResource(
          "the manifest " + path + "/" + MANIFEST + " is no JSON; " + remedy, malformed);
    } catch (IOException failed) {
      throw new UnusableResource(
          "cannot read the manifest " + path + "/" + MANIFEST + "; " + remedy, failed);
    }
  }

  /**
   * Reads a file and refuses any other than the one the manifest states.
   *
   * @param what speaks of the file in messages, such as {@code the model x}
   * @param file its path inside this folder
   * @param sha256 its digest in hexadecimal digits
   * @throws UnusableResource if the file is missing or its digest is another
   */
  public byte[] verified(String what, String file, String sha256) {
    byte[] content = bytes(what, file);
    String found = digest(content);
    if (!found.equals(sha256)) {
      throw new UnusableResource(
          what
              + " is not the one in the manifest: expected digest "
              + sha256
              + ", found "
              + found
              + " in "
              + path
              + "/"
              + file
              + "; "
              + remedy);
    }
    return content;
  }

  /** Returns the exception for something that the manifest should list and does not. */
  public UnusableResource unlisted(String what) {
    return new UnusableResource(
        what + " is not listed in the manifest " + path + "/" + MANIFEST + "; " + remedy);
  }

  private byte[] bytes(String what, String file) {
    try (InputStream stream = loader.getResourceAsStream(path + "/" + file)) {
      if (stream == null) {
        throw new UnusableResource(
            what + " is missing: " + path + "/" + file + " is not on the class path; " + remedy);
      }
      return stream.readAllBytes();
    } catch (IOException failed) {
      throw new UnusableResource(
          "cannot read " + what + " from " + path + "/" + file + "; " + remedy, failed);
    }
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }
}
